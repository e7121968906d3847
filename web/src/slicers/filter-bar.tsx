import { isPhone, isSelectingSeveral, isTouch } from '../state/appearance';
import { reset } from '../state/actions';
import { hasFilters } from '../state/choices';
import { openDialog } from '../state/overlays';
import { choices, description, dimension, locale } from '../state/store';
import { Icon } from '../style/icons';
import { Chips } from './chips';
import { CompareSlicer } from './compare-slicer';
import { DateSlicer } from './date-slicer';
import { MemberSlicer } from './member-slicer';

function SeveralSwitch() {
  return (
    <label class="switch">
      <input
        type="checkbox"
        role="switch"
        checked={isSelectingSeveral.value}
        onChange={(event) => {
          isSelectingSeveral.value = event.currentTarget.checked;
        }}
      />
      <span>{locale.value.t('filters.several')}</span>
    </label>
  );
}

/** All slicers, in the bar of a wide window or in the sheet of a phone. */
export function Slicers({ isSheet }: { isSheet: boolean }) {
  return (
    <>
      {description.value?.slicers.map((id) => {
        if (id === 'date') return <DateSlicer key={id} isSheet={isSheet} />;
        const known = dimension(id);
        return known ? <MemberSlicer key={id} dimension={known} isSheet={isSheet} /> : null;
      })}
      <CompareSlicer />
    </>
  );
}

/** The row of chips is always there, so that a first click does not move the page under the pointer. */
export function FilterBar() {
  const { t } = locale.value;
  const isOn = hasFilters(choices.value);
  return (
    <section class="filter-bar" aria-label={t('filters.label')}>
      {isPhone.value ? (
        <div class="slicers">
          <button
            type="button"
            class="slicer-button"
            aria-haspopup="dialog"
            onClick={() => {
              openDialog.value = { kind: 'filters' };
            }}
          >
            <Icon name="filter" />
            {t('nav.phone_filters')}
          </button>
          <SeveralSwitch />
        </div>
      ) : (
        <div class="slicers">
          <Slicers isSheet={false} />
          {isTouch.value && <SeveralSwitch />}
        </div>
      )}
      <div class="chips">
        {isOn ? (
          <>
            <Chips />
            <button type="button" class="button reset" onClick={reset}>
              {t('filters.reset')}
            </button>
          </>
        ) : (
          <p class="hint">{t(isTouch.value ? 'filters.hint_touch' : 'filters.hint')}</p>
        )}
      </div>
    </section>
  );
}
