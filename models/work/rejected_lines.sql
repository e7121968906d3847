/* model
kind: work
grain: [source, load_seq, file, line]
description: The lines that break a rule, with what the quarantine and its gate need to know of them.
columns:
  line_id:       {type: key(transactions)}
  business_date: {type: date}
  source_amount: {type: "decimal(18,4)"}
  rule:          {type: string}
  rule_column:   {type: string}
  rule_value:    {type: string}
  source:        {type: string}
  load_seq:      {type: bigint}
  file:          {type: string}
  line:          {type: bigint}
*/
SELECT line_id, business_date, source_amount, rule, rule_column, rule_value, source, load_seq, file, line
FROM work.transactions
WHERE rule IS NOT NULL
