// Why something could not be read, as a code with its detail: steps keep the operator's English, by which it is known
// here again, and whoever shows it to people puts the code in words. Pure.

/** What each is known by; the first group is its detail. */
const KNOWN = {
  httpStatus: /^(?:HTTP |The page answers with status )(\d{3})\b.*$/,
  nameUnknown: /^its name is not known$/,
  namesDown: /^names cannot be looked up just now$/,
  refusesConnections: /^it refuses connections$/,
  brokenOff: /^it broke off the connection$/,
  certificateExpired: /^its certificate has expired$/,
  certificateSelfSigned: /^its certificate is self-signed$/,
  certificateOfAnother: /^its certificate is for another host$/,
  brokenCompression: /^its compressed answer is broken$/,
  noAnswer: /^(?:\S+ )?did not answer in (\d+(?:\.\d+)?) s$/,
  privateAddress: /^\S+ (?:is a private or special address|leads to the private address .+)$/,
  otherPort: /^\S+ uses port (\d+); only 80 and 443 are asked$/,
  tooManyRedirects: /^\S+ redirects more than (\d+) times$/,
  tooLarge: /^The (?:answer is|headers are) larger than (.+)$/,
  gone: /^the source is gone \(HTTP 410\)$/,
  earlierRun: /^it was given for an earlier run$/,
  otherFeeds: /^this run reads the feeds it was given$/,
  notAPage: /^it is ([\w.+/-]+)(?:, not a web page)?$/,
  addressUnreadable: /^the address cannot be read$/,
  emptyPage: /^the page is empty$/,
  noArticle: /^no article was found on the page$/,
  almostNoText: /^the page has almost no text \((\d+) words\)$/,
  scannedPdf: /^the PDF holds no text: it may be a scan$/,
  tookTooLong: /^reading it took too (?:long|much memory)$/,
  noContent: /^It answers without content \(204\)$/,
  asksLogin: /^It asks for a login \(401\)$/,
  asksPayment: /^It asks for payment \(402\)$/,
  refusesUs: /^It refuses us \(403\)(?::.*)?$/,
  nothingThere: /^There is nothing at this address \(404\)$/,
  asksToSlowDown: /^It asks us to slow down \(429\)$/,
  withheld: /^It is withheld for legal reasons \(451\)$/,
  notAvailable: /^It is not available just now \(503\)$/,
  serverFault: /^The server has a fault of its own \((\d{3})\)$/,
  otherStatus: /^It answers with status (\d{3})$/,
  needsScript: /^the page shows its text only with JavaScript$/,
  asksCookies: /^the page asks for cookies to be accepted$/,
  asksIfHuman: /^the page asks whether the reader is human$/,
  paywall: /^the page asks for a login or a subscription$/,
  saysMissing: /^the page says that there is nothing at this address$/,
  nestsTooDeep: /^its elements nest too deep to be read$/,
  pdfPassword: /^the PDF asks for a password$/,
  pdfBroken: /^the PDF is broken$/,
  noText: /^it has no text$/,
} satisfies Record<string, RegExp>;

export type FaultCode = keyof typeof KNOWN;

/** `code` null: a fault that nobody has a code for, told as it is. */
export type Fault = { code: FaultCode; detail: string } | { code: null; text: string };

export function readFault(reason: string): Fault {
  // The host is told beside it, where it matters.
  const bare = reason.replace(/^\S+\.\S+ cannot be read: /, '').trim();
  for (const [code, pattern] of Object.entries(KNOWN)) {
    const match = pattern.exec(bare);
    if (match) return { code: code as FaultCode, detail: match[1] ?? '' };
  }
  return { code: null, text: bare };
}
