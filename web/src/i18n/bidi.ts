/** Marks that keep a text's own direction from turning the sentence around it. Plain text can carry them where <bdi> cannot. */
const FIRST_STRONG = '\u2068';
const LEFT_TO_RIGHT = '\u2066';
const END = '\u2069';
const LETTERS = /[\u0621-\u064a]/;
const MARKS = /[\u061c\u200e\u200f\u2066-\u2069]/g;

export function isolate(text: string): string {
  return FIRST_STRONG + text + END;
}

/** For numbers and codes: minus and percent signs stay on their side; a number with an Arabic word reads as Arabic. */
export function isolateNumber(text: string): string {
  const bare = text.replace(MARKS, '');
  return (LETTERS.test(bare) ? FIRST_STRONG : LEFT_TO_RIGHT) + bare + END;
}

/** The text without direction marks: for the clipboard and for comparing. */
export function plain(text: string): string {
  return text.replace(MARKS, '');
}
