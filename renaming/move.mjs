// node mv.mjs ROOT LIST — lines "old new": git mv and repair of imports, and of paths in texts
import { execSync } from 'node:child_process';
import { readFileSync, writeFileSync, mkdirSync, existsSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
const [root, list] = process.argv.slice(2);
const moves = new Map(readFileSync(list, 'utf8').split('\n').map((l) => l.trim()).filter((l) => l && !l.startsWith('#')).map((l) => l.split(/\s+/)));
// tests beside move along
for (const [o, n] of [...moves]) for (const s of ['.unit.test.ts', '.int.test.ts']) { const t = o.replace(/\.ts$/, s); if (o.endsWith('.ts') && !o.includes('.test.') && existsSync(join(root, t)) && !moves.has(t)) moves.set(t, n.replace(/\.ts$/, s)); }
const files = execSync('git ls-files "*.ts" "*.mjs" "*.md" "*.json" "*.yaml"', { cwd: root }).toString().trim().split('\n').filter((f) => !f.includes('/gen/') && f !== 'pnpm-lock.yaml');
const after = (f) => moves.get(f) ?? f;
for (const f of files) {
  const text = readFileSync(join(root, f), 'utf8');
  let out = text;
  if (f.endsWith('.ts') || f.endsWith('.mjs')) {
    out = out.replace(/((?:from|import)\s*\(?\s*|new URL\()(['"])(\.\.?\/[^'"]+)\2/g, (all, head, q, spec) => {
      const target = relative(root, resolve(root, dirname(f), spec));
      const to = after(target); const from = dirname(after(f));
      if (to === target && from === dirname(f)) return all;
      if (!existsSync(join(root, target))) return all;
      let rel = relative(from, to); if (!rel.startsWith('.')) rel = './' + rel;
      const bare = head.includes('URL') && !spec.startsWith('.') ? rel.replace(/^\.\//, '') : rel;
      return `${head}${q}${bare}${q}`;
    });
  }
  for (const [o, n] of moves) {
    if (out.includes(o)) out = out.split(o).join(n);
    // package-relative spellings: src/… within package.json exports, and "@duixian/x/…"
    if (f.endsWith('package.json') && o.startsWith(dirname(f) + '/')) { const so = './' + o.slice(dirname(f).length + 1), sn = './' + n.slice(dirname(f).length + 1); out = out.split(`"${so}"`).join(`"${sn}"`); }
    const m = /^(packages|services|deploy)\/([^/]+)\/src\/(.*)\.ts$/.exec(o), k = /^(packages|services|deploy)\/([^/]+)\/src\/(.*)\.ts$/.exec(n);
    if (m && k) out = out.split(`'@duixian/${m[2]}/${m[3]}'`).join(`'@duixian/${k[2]}/${k[3]}'`);
    // a bare name in prose
    const bo = o.split('/').at(-1), bn = n.split('/').at(-1);
    if (f.endsWith('.md') && bo !== bn) out = out.split('`' + bo + '`').join('`' + bn + '`');
  }
  if (out !== text) writeFileSync(join(root, f), out);
}
for (const [o, n] of moves) { mkdirSync(join(root, dirname(n)), { recursive: true }); execSync(`git mv ${o} ${n}`, { cwd: root }); }
console.log(moves.size, 'files moved');
