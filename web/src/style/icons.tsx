const PATHS = {
  bookmark: 'M6 3h12v18l-6-4-6 4z',
  contrast: 'M12 3a9 9 0 1 0 0 18zM12 3a9 9 0 0 1 0 18',
  calendar: 'M4 6h16v14H4zM4 10h16M8 3v4M16 3v4',
  filter: 'M4 5h16l-6 8v6l-4-2v-4z',
  close: 'M6 6l12 12M18 6L6 18',
  down: 'M7 10l5 5 5-5',
  trash: 'M5 7h14M10 7V4h4v3M7 7l1 13h8l1-13',
  star: 'M12 4l2.5 5.3 5.5.7-4 4 1 5.8-5-2.9-5 2.9 1-5.8-4-4 5.5-.7z',
} as const;

/** A drawing beside words: never the only name of a control. */
export function Icon({ name }: { name: keyof typeof PATHS }) {
  return (
    <svg
      class="glyph"
      aria-hidden="true"
      width="16"
      height="16"
      viewBox="0 0 24 24"
      fill="none"
      stroke="currentColor"
      stroke-width="2"
      stroke-linejoin="round"
      stroke-linecap="round"
    >
      <path d={PATHS[name]} />
    </svg>
  );
}
