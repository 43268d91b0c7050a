/** Which part opens a connection to which, and on which port. */
export type Arrow = { readonly from: string; readonly to: string; readonly port: string };

const HEADING = '## Arrows';

/** The arrows that ARCHITECTURE.md draws, in the table under its heading: `| from, from | to, to | port, port | … |`. */
export function drawnArrows(architecture: string): Arrow[] {
  const section = architecture.split(`${HEADING}\n`)[1]?.split('\n## ')[0];
  if (section === undefined) throw new Error(`ARCHITECTURE.md has no heading '${HEADING}'`);
  const rows = section.split('\n').filter((line) => line.startsWith('|'));
  const arrows = rows.slice(2).flatMap((row) => {
    const [, from = [], to = [], ports = []] = row
      .split('|')
      .map((cell) => cell.split(',').map((word) => word.trim()));
    return from.flatMap((one) =>
      to.flatMap((other) => ports.map((port) => ({ from: one, to: other, port }))),
    );
  });
  if (arrows.length === 0) throw new Error(`ARCHITECTURE.md draws no arrows under '${HEADING}'`);
  return arrows;
}

export function inWords({ from, to, port }: Arrow): string {
  return `${from} → ${to} ${port}`;
}
