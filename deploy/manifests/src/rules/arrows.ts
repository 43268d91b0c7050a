import { allowedArrows, outsiders, workloadNames } from '../allowed-arrows.ts';
import { type Arrow, inWords } from '../drawn-arrows.ts';
import { nameOf, policySpec, type RenderedObject } from '../rendered-object.ts';

/** The network policies allow exactly the drawn arrows, at each end that runs here. */
export function arrowFaults(objects: readonly RenderedObject[], drawn: readonly Arrow[]): string[] {
  const workloads = workloadNames(objects);
  const allowed = allowedArrows(objects);
  const has = (side: 'in' | 'out', arrow: Arrow) =>
    allowed.some((one) => one.side === side && inWords(one) === inWords(arrow));
  const words = new Set(drawn.map(inWords));
  const excess = allowed
    .filter((arrow) => !words.has(inWords(arrow)))
    .map(
      (arrow) =>
        `NetworkPolicy ${arrow.policy} lets ${arrow.side} ${inWords(arrow)}, which ARCHITECTURE.md does not draw`,
    );
  const lacking = drawn.flatMap((arrow) => [
    ...(workloads.has(arrow.from) && !has('out', arrow)
      ? [`no NetworkPolicy lets out ${inWords(arrow)}`]
      : []),
    ...(workloads.has(arrow.to) && !has('in', arrow) ? [`no NetworkPolicy lets in ${inWords(arrow)}`] : []),
  ]);
  const unknown = new Set(
    drawn
      .flatMap(({ from, to }) => [from, to])
      .filter((name) => !workloads.has(name) && !outsiders.has(name)),
  );
  return [
    ...excess,
    ...lacking,
    ...[...unknown].map((name) => `ARCHITECTURE.md draws arrows of ${name}, which runs nowhere`),
    ...(objects.some(deniesAll) ? [] : ['no NetworkPolicy denies everything to every pod']),
  ];
}

function deniesAll(object: RenderedObject): boolean {
  if (!nameOf(object).startsWith('NetworkPolicy ')) return false;
  const { podSelector, policyTypes = [], ingress = [], egress = [] } = policySpec.parse(object.spec);
  const isForAll = Object.keys(podSelector).length === 0;
  return isForAll && policyTypes.length === 2 && ingress.length === 0 && egress.length === 0;
}
