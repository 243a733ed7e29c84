// A formula as characters that can be read in a line: "O(n²)" rather than "\mathcal{O}(n^{2})". Pure.

/** As much of a <math> element as is needed. */
interface Formula {
  readonly textContent?: string | null;
  getAttribute?(name: string): string | null;
  querySelector?(selector: string): { textContent: string | null } | null;
}

const LONGEST = 2_000;

/** MathML by the TeX that it carries beside its boxes; without any, its characters. */
export function textOfFormula(math: Formula): string {
  const tex =
    math.getAttribute?.('alttext') ??
    math.querySelector?.('annotation[encoding="application/x-tex"]')?.textContent;
  const text = tex ? textOfTex(tex) : (math.textContent ?? '').replace(/\s+/g, ' ').trim();
  return text.slice(0, LONGEST);
}

// biome-ignore format: a table
const SIGNS: Record<string, string> = {
  alpha: 'α', beta: 'β', gamma: 'γ', delta: 'δ', epsilon: 'ε', varepsilon: 'ε', zeta: 'ζ', eta: 'η', theta: 'θ',
  vartheta: 'ϑ', iota: 'ι', kappa: 'κ', lambda: 'λ', mu: 'μ', nu: 'ν', xi: 'ξ', pi: 'π', rho: 'ρ', sigma: 'σ',
  tau: 'τ', upsilon: 'υ', phi: 'φ', varphi: 'φ', chi: 'χ', psi: 'ψ', omega: 'ω', Gamma: 'Γ', Delta: 'Δ',
  Theta: 'Θ', Lambda: 'Λ', Xi: 'Ξ', Pi: 'Π', Sigma: 'Σ', Phi: 'Φ', Psi: 'Ψ', Omega: 'Ω',
  times: '×', cdot: '·', pm: '±', mp: '∓', div: '÷', ast: '*', circ: '∘', oplus: '⊕', otimes: '⊗', odot: '⊙',
  le: '≤', leq: '≤', leqslant: '≤', ge: '≥', geq: '≥', geqslant: '≥', neq: '≠', ne: '≠', approx: '≈', sim: '∼',
  simeq: '≃', equiv: '≡', propto: '∝', ll: '≪', gg: '≫', in: '∈', notin: '∉', subset: '⊂', subseteq: '⊆',
  cup: '∪', cap: '∩', emptyset: '∅', forall: '∀', exists: '∃', neg: '¬', land: '∧', lor: '∨', to: '→',
  rightarrow: '→', leftarrow: '←', Rightarrow: '⇒', leftrightarrow: '↔', mapsto: '↦', sum: '∑', prod: '∏',
  int: '∫', partial: '∂', nabla: '∇', infty: '∞', ell: 'ℓ', ldots: '…', cdots: '…', dots: '…', prime: '′',
  langle: '⟨', rangle: '⟩', lVert: '‖', rVert: '‖', Vert: '‖', mid: '|', vert: '|', lvert: '|', rvert: '|',
  quad: ' ', qquad: ' ', degree: '°', star: '⋆', dagger: '†', top: '⊤', bot: '⊥', perp: '⊥',
};
/** Names that stay as words: `\log`, `\max`. */
const WORDS =
  /^(?:log|ln|exp|min|max|arg|argmin|argmax|sup|inf|lim|sin|cos|tan|tanh|det|dim|ker|deg|gcd|Pr|mod|softmax)$/;
const RAISED: Record<string, string> = Object.fromEntries(
  [...'0123456789+-=()ni'].map((sign, at) => [sign, [...'⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻⁼⁽⁾ⁿⁱ'][at] ?? sign]),
);
const LOWERED: Record<string, string> = Object.fromEntries(
  [...'0123456789+-=()'].map((sign, at) => [sign, [...'₀₁₂₃₄₅₆₇₈₉₊₋₌₍₎'][at] ?? sign]),
);

/** Enough of TeX for what stands within sentences; what is not known loses its backslash and its braces. */
export function textOfTex(tex: string): string {
  let text = tex
    .slice(0, LONGEST)
    .replace(/(?<!\\)%.*$/gm, '')
    .replace(/\\(?:begin|end)\s*\{[^{}]*\}(?:\{[^{}]*\})?/g, ' ')
    .replace(
      /\\(?:left|right|[bB]igg?[lr]?|displaystyle|textstyle|limits|nolimits|,|;|:|!)(?![a-zA-Z])\s*/g,
      ' ',
    )
    .replace(/\\operatorname\*?\s*\{([^{}]*)\}/g, ' $1 ')
    .replace(/\\([{}%$&_#])/g, (_all, sign: string) => ESCAPED[sign] ?? sign)
    .replace(/\\\\|&/g, ' ');
  // From the inside out: an argument holds no braces when its turn comes.
  for (let depth = 0; depth < 8; depth += 1) {
    const before = text;
    text = withoutCommands(text);
    if (text === before) break;
  }
  return text
    .replace(/\\([a-zA-Z]+)\s*/g, signOf)
    .replace(/([\^_])([^\s(])/g, (_all, mark: string, sign: string) => raise(mark, sign))
    .replace(/[{}]/g, '')
    .replace(/[\ue000-\ue006]/g, (kept) => '{}%$&_#'[kept.charCodeAt(0) - 0xe000] ?? '')
    .replace(/\\/g, '')
    .replace(/\s+/g, ' ')
    .replace(/([([])\s+|\s+([)\],])/g, '$1$2')
    .trim();
}

/** Characters that were escaped, kept out of the way as private ones. */
const ESCAPED: Record<string, string> = Object.fromEntries(
  [...'{}%$&_#'].map((sign, at) => [sign, String.fromCharCode(0xe000 + at)]),
);

function withoutCommands(text: string): string {
  return text
    .replace(
      /\\[dt]?frac\s*\{([^{}]*)\}\s*\{([^{}]*)\}/g,
      (_all, over: string, under: string) => `${grouped(over)}/${grouped(under)}`,
    )
    .replace(/\\sqrt\s*(?:\[[^\]]*\])?\s*\{([^{}]*)\}/g, (_all, inside: string) => `√${grouped(inside)}`)
    .replace(
      /\\(?:math(?:bf|rm|cal|bb|it|sf|tt|frak|scr)|text(?:bf|it|rm|tt|sf|normal)?|bm|boldsymbol|mbox|hat|widehat|tilde|widetilde|bar|overline|underline|vec|dot|emph)\s*\{([^{}]*)\}/g,
      '$1',
    )
    .replace(/([\^_])\s*\{([^{}\\]*)\}/g, (_all, mark: string, inside: string) => raise(mark, inside));
}

function grouped(part: string): string {
  const bare = part.trim();
  return /^[\p{L}\p{N}.]+$/u.test(bare) ? bare : `(${bare})`;
}

/** Raised and lowered characters where all have such a form, else `^(…)`. */
function raise(mark: string, inside: string): string {
  const bare = inside.trim();
  const table = mark === '^' ? RAISED : LOWERED;
  if (bare !== '' && [...bare].every((sign) => table[sign]))
    return [...bare].map((sign) => table[sign]).join('');
  if (bare === '′') return bare;
  return `${mark === '^' ? '^' : '_'}${[...bare].length > 1 && mark === '^' ? `(${bare})` : bare}`;
}

function signOf(_all: string, name: string): string {
  const sign = SIGNS[name];
  if (sign) return /^[≤≥≠≈∼≃≡∝≪≫∈∉⊂⊆→←⇒↔↦×·±]$/u.test(sign) ? ` ${sign} ` : sign;
  return WORDS.test(name) ? ` ${name} ` : '';
}
