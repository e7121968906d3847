import { openDialog } from '../state/overlays';
import { CsvDialog } from './csv-dialog';
import { ExplainDialog } from './explain-dialog';
import { FilterSheet } from './filter-sheet';
import { RowsDialog } from './rows-dialog';
import { ViewsDialog } from './views-dialog';

/** The one dialog that is open. */
export function Dialogs() {
  const request = openDialog.value;
  if (request === null) return null;
  switch (request.kind) {
    case 'rows':
      return <RowsDialog label={request.label} where={request.where} special={request.special} />;
    case 'explain':
      return <ExplainDialog label={request.label} visual={request.visual} where={request.where} />;
    case 'csv':
      return <CsvDialog visual={request.visual} />;
    case 'views':
      return <ViewsDialog />;
    case 'filters':
      return <FilterSheet />;
  }
}
