import type { Page } from '../api/types';
import { locale } from '../state/store';
import { VisualFrame } from '../visuals/frame';

/** The visuals of a page on a grid of twelve columns. */
export function PageGrid({ page }: { page: Page }) {
  if (page.visuals.length === 0) return <p class="failure">{locale.value.text(page.empty ?? page.title)}</p>;
  return (
    <div class="grid" data-page={page.id}>
      {page.visuals.map((visual) => (
        <VisualFrame key={visual.id} visual={visual} />
      ))}
    </div>
  );
}
