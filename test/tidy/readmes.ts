import { finding } from './finding.ts';
import type { Tree } from './tree.ts';

const serviceHeadings = ['Owns', 'Listens', 'Publishes', 'Guarantees', 'Does not guarantee'];

export function missingReadmes(tree: Tree): string[] {
  return tree.packages.flatMap(({ folder }) => {
    const place = `${folder}/README.md`;
    const text = tree.texts.get(place);
    if (text === undefined)
      return [finding(place, 'there is none', 'Write what the package is for and what it offers')];
    if (!folder.startsWith('services/')) return [];
    const headings = [...text.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading?.trim());
    const lacking = serviceHeadings.filter((heading) => !headings.includes(heading));
    return lacking.map((heading) =>
      finding(place, `the heading '## ${heading}' is missing`, 'Say it in a few lines'),
    );
  });
}

/** A folder of `src` that has a domain, or that is a module of a service, describes itself in a short README. */
export function modulesWithoutReadme(tree: Tree): string[] {
  const modules = new Set(
    tree.sources.flatMap(({ path }) => /^services\/disbursement\/src\/[^/]+(?=\/)/.exec(path) ?? []),
  );
  return [...modules]
    .filter((folder) => !tree.texts.has(`${folder}/README.md`))
    .map((folder) => finding(`${folder}/README.md`, 'there is none', 'Write what the module is for'));
}
