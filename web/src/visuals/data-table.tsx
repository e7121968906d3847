import type { TextTable } from './cells';

interface DataTableProps {
  readonly table: TextTable;
  readonly caption: string;
  readonly isHidden: boolean;
  /** The dimension that rows filter by when the table is shown in the chart's place. */
  readonly dimension: string | null;
  readonly isSelected: (key: string) => boolean;
}

/** A chart's figures as a table: always there for screen readers, seen when asked for. */
export function DataTable({ table, caption, isHidden, dimension, isSelected }: DataTableProps) {
  return (
    <div
      class={isHidden ? 'unseen' : 'scroll-x'}
      tabIndex={isHidden ? undefined : 0}
      role={isHidden ? undefined : 'region'}
      aria-label={isHidden ? undefined : caption}
    >
      <table class="data">
        <caption class="unseen">{caption}</caption>
        <thead>
          <tr>
            {table.head.map((text, i) => (
              <th scope="col" class={i > 0 ? 'number' : undefined}>
                {text}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {table.rows.map((row) => (
            <tr key={row.key}>
              {row.cells.map((text, i) =>
                i > 0 ? (
                  <td class="number">{text}</td>
                ) : (
                  <th scope="row">
                    {isHidden || dimension === null ? (
                      text
                    ) : (
                      <button
                        type="button"
                        class="cell"
                        data-dimension={dimension}
                        data-key={row.key}
                        aria-pressed={isSelected(row.key)}
                      >
                        {text}
                      </button>
                    )}
                  </th>
                ),
              )}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
