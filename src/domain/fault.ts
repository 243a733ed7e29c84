// Why something could not be read, as a code with its detail: steps keep the operator's English, by which it is known
// here again, and whoever shows it to people puts the code in words. Pure.

/** What each is known by; the first group is its detail. */
const KNOWN = {
  httpStatus: /^(?:HTTP |The page answers with status )(\d{3})$/,
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
  tooManyValues: /^The answer holds more than (\S+) values$/,
  gone: /^the source is gone \(HTTP 410\)$/,
  earlierRun: /^it was given for an earlier run$/,
  otherFeeds: /^this run reads the feeds it was given$/,
  notAPage: /^(?:it|The answer) is ([\w.+-]+\/[\w.+-]+|a PDF)(?:, not a web page)?$/,
  addressUnreadable: /^the address cannot be read$/,
  emptyPage: /^the page is empty$/,
  noArticle: /^no article was found on the page$/,
  almostNoText: /^the page has almost no text \((\d+) words\)$/,
  scannedPdf: /^the PDF holds no text: it may be a scan$/,
  tookTooLong:
    /^(?:reading it|Reading the answer) took (?:too long|too much memory|more than \d+ s|more memory than a feed may)(?:, and was given up)?$/,
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
  tooManyElements: /^it has too many elements to be read$/,
  nestsTooDeep: /^its elements nest too deep to be read$/,
  pdfPassword: /^the PDF asks for a password$/,
  pdfBroken: /^the PDF is broken$/,
  noText: /^it has no text$/,
  robots: /^[Ii]ts robots\.txt asks programs not to read (?:it|this page)$/,
  robotsUnread: /^its robots\.txt could not be read, so that the page is not read for now \((.*)\)$/,
  leftAlone: /^\S+ asked to be left alone for a while$/,
  ownPace: /^\S+ is asked at its own pace, and others come first$/,
  calledOff: /^Asking \S+ was called off$/,
  noAddress: /^"(.*?)"(?: \(where .+ redirects to\))? is (?:no|not a) web address$/,
  onlyWeb: /^Only http and https are read, and .+ is neither$/,
  loginInAddress: /^The address of .+ carries a user name or password$/,
  noFeed: /^The page names no feed, and no feed was found where sites usually keep theirs$/,
  nothingToRead: /^It answers, but with nothing to read$/,
  unaskedNotModified: /^It answers "not modified" \(304\) to a first request$/,
  emptyAnswer: /^The answer is empty$/,
  pageNoFeed: /^The answer is a web page(?: \(".*"\))?, not a feed(?:; it names (\S+) as its feed)?$/,
  opmlNoFeed: /^The answer is an OPML list of feeds, not a feed: import it instead$/,
  sitemapNoFeed: /^The answer is a sitemap, not a feed$/,
  textNoFeed: /^The answer is plain text, not a feed$/,
  binaryNoFeed: /^The answer is (.+), not a feed$/,
  jsonNoFeed: /^The answer is JSON, but no JSON Feed$/,
  xmlNoFeed: /^The answer is XML \((.+)\), but no feed$/,
  otherNoFeed: /^The answer is no feed$/,
  brokenFeed:
    /^(?:The feed cannot be read|The answer begins like (?:a feed but cannot be read as one|JSON but cannot be read as JSON))(?: \(.*\))?$/,
  otherShape:
    /^The answer (?:has another shape than|is not JSON, as|holds no list, as) this API is known to give$/,
  noSelector: /^"(.*)" is no CSS selector$/,
  selectorFindsNone: /^The selector "(.*)" finds no link to an article on this page\b.*$/,
  noLinks: /^No links to articles are found on this page\b.*$/,
  noBatch: /^arXiv has brought no new batch on .+: a holiday there, or its feed is late$/,
  emptyUnderLoad: /^arXiv sent an empty answer (\d+) times, as it does under load$/,
  youtubeMissing: /^YouTube does not find it just now\b.*$/,
  youtubeSilent: /^YouTube does not say what the video is$/,
  pageUnparsed: /^the page could not be parsed \((.*)\)$/,
  pdfUnread: /^the PDF could not be read \((.*)\)$/,
  noLongerListed: /^no longer listed$/,
  droppedByTeam: /^dropped by the team$/,
  noReason: /^no reason known$/,
  cannotBeRead: /^\S+ cannot be read: (.+)$/,
} satisfies Record<string, RegExp>;

export type FaultCode = keyof typeof KNOWN;

/** `code` null: a fault that nobody has a code for, told as it is. */
export type Fault = { code: FaultCode; detail: string } | { code: null; text: string };

/** A place where feeds were looked for in vain tells first why the page itself led to none. */
const LOOKED_FURTHER = /(?<!The page names no feed), and no feed was found where sites usually keep theirs$/;

export function readFault(reason: string): Fault {
  const whole = reason.replace(LOOKED_FURTHER, '').trim();
  // The host is told beside it, where it matters.
  for (const said of [whole.replace(/^\S+ cannot be read: /, ''), whole]) {
    for (const [code, pattern] of Object.entries(KNOWN)) {
      const match = pattern.exec(said);
      if (match) return { code: code as FaultCode, detail: match[1] ?? '' };
    }
  }
  return { code: null, text: whole };
}
