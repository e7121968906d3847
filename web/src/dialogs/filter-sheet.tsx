import { openDialog } from '../state/overlays';
import { reset } from '../state/actions';
import { hasFilters } from '../state/choices';
import { choices, locale } from '../state/store';
import { Slicers } from '../slicers/filter-bar';
import { Dialog } from './dialog';

/** All slicers of a phone in one sheet. */
export function FilterSheet() {
  const { t } = locale.value;
  return (
    <Dialog title={t('nav.phone_filters')} kind="sheet">
      <Slicers isSheet />
      <div class="sheet-actions">
        {hasFilters(choices.value) && (
          <button type="button" class="button" onClick={reset}>
            {t('filters.reset')}
          </button>
        )}
        <button
          type="button"
          class="button strong"
          onClick={() => {
            openDialog.value = null;
          }}
        >
          {t('filters.done')}
        </button>
      </div>
    </Dialog>
  );
}
