/** Widths of text without measuring, so that a chart needs no DOM. Meant a little too wide rather than too narrow. */

function emOf(character: string): number {
  const code = character.codePointAt(0) ?? 0;
  if (code < 0x20 || (code >= 0x2066 && code <= 0x2069)) return 0;
  if (code >= 0x2e80) return 1.05;
  if (code >= 0x600 && code <= 0x6ff) return 0.56;
  if ("il.,:;|!'’ ·".includes(character)) return 0.34;
  if ('rtfjIJ()-/'.includes(character)) return 0.45;
  if ('mwMW@%'.includes(character)) return 0.95;
  if ('DGHNOQU'.includes(character)) return 0.79;
  return character >= 'A' && character <= 'Z' ? 0.68 : 0.62;
}

export function textWidth(text: string, fontSize: number): number {
  let ems = 0;
  for (const character of text) ems += emOf(character);
  return ems * fontSize;
}

/** The text, shortened with an ellipsis until it fits. Direction marks around it stay paired. */
export function fitText(text: string, fontSize: number, width: number): string {
  if (textWidth(text, fontSize) <= width) return text;
  const isIsolated = text.startsWith('\u2068');
  const room = width - textWidth('…', fontSize);
  let used = 0;
  let result = '';
  for (const character of text) {
    used += emOf(character) * fontSize;
    if (used > room) break;
    result += character;
  }
  return `${result.trimEnd()}…${isIsolated ? '\u2069' : ''}`;
}
