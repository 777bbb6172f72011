/** Characters that mean something to TeX, and quotation marks, which its fonts bend. */
export const SPECIAL: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}', '~': '\\textasciitilde{}', '^': '\\textasciicircum{}',
  '{': '\\{', '}': '\\}', '&': '\\&', '%': '\\%', '$': '\\textdollar{}', '#': '\\#', _: '\\_',
  '<': '\\textless{}', '>': '\\textgreater{}', '|': '\\textbar{}', '"': '\\textquotedbl{}', "'": '\\textquotesingle{}', '`': '\\textasciigrave{}', '\u00a0': '~',
};

/** Signs of formulas, which text fonts do not have. */
export const MATHS: Readonly<Record<string, string>> = {
  '·': '\\cdot', '×': '\\times', '−': '-', '∞': '\\infty', '≥': '\\geq', '≤': '\\leq', '≠': '\\neq', '≈': '\\approx', '±': '\\pm', '∘': '\\circ', '∗': '\\ast', '∈': '\\in', '∩': '\\cap', '∪': '\\cup',
  '√': '\\surd', '‖': '\\|', '′': "'", '∂': '\\partial', '∇': '\\nabla', '∫': '\\int', '∑': '\\sum', '∏': '\\prod', '←': '\\leftarrow', '→': '\\rightarrow',
  '⟨': '\\langle', '⟩': '\\rangle', '⌊': '\\lfloor', '⌋': '\\rfloor', '⌈': '\\lceil', '⌉': '\\rceil',
  'α': '\\alpha', 'β': '\\beta', 'γ': '\\gamma', 'δ': '\\delta', 'ε': '\\varepsilon', 'ζ': '\\zeta', 'η': '\\eta', 'θ': '\\theta', 'ι': '\\iota', 'κ': '\\kappa', 'λ': '\\lambda', 'μ': '\\mu',
  'ν': '\\nu', 'ξ': '\\xi', 'π': '\\pi', 'ρ': '\\rho', 'σ': '\\sigma', 'ς': '\\varsigma', 'τ': '\\tau', 'υ': '\\upsilon', 'φ': '\\varphi', 'χ': '\\chi', 'ψ': '\\psi', 'ω': '\\omega',
  'Γ': '\\Gamma', 'Δ': '\\Delta', 'Θ': '\\Theta', 'Λ': '\\Lambda', 'Ξ': '\\Xi', 'Π': '\\Pi', 'Σ': '\\Sigma', 'Υ': '\\Upsilon', 'Φ': '\\Phi', 'Ψ': '\\Psi', 'Ω': '\\Omega',
};

/** Marks over and under letters. */
export const ACCENTS: Readonly<Record<string, string>> = {
  '\u0300': '`', '\u0301': "'", '\u0302': '^', '\u0303': '~', '\u0304': '=', '\u0306': 'u', '\u0307': '.', '\u0308': '"', '\u030a': 'r', '\u030b': 'H', '\u030c': 'v', '\u0323': 'd', '\u0327': 'c', '\u0328': 'k',
};

/** The same over signs of formulas. */
export const MATHS_ACCENTS: Readonly<Record<string, string>> = { '\u0302': 'hat', '\u0303': 'tilde', '\u0304': 'bar', '\u0307': 'dot' };

/** What pdfLaTeX knows by itself in the encodings T1 and TS1. */
export const KNOWN = /^[ -~\u00a1-\u00ac\u00ae-\u0125\u0128-\u0137\u0139-\u013e\u0141-\u0148\u014a-\u0165\u0168-\u017e–—‘’‚“”„†‡•…‰‹›€™]$/u;

export const RAISED = /^[²³¹\u2070-\u207f\u1d2c-\u1d61]$/u;
export const LOWERED = /^[\u2080-\u209c\u1d62-\u1d6a\u2c7c]$/u;
