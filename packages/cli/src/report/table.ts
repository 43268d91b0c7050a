import CliTable from 'cli-table3';

/** A table for people; columns whose heading ends in "yuan" are figures and stand to the right. */
export function table(headings: string[], rows: string[][]): string {
  const printed = new CliTable({
    head: headings,
    colAligns: headings.map((heading) => (heading.endsWith('yuan') ? 'right' : 'left')),
    style: { head: [], border: [] },
  });
  printed.push(...rows);
  return printed.toString();
}
