// node rename-ls.mjs ROOT MAP.txt  — lines: "old new [declaration-file-substring]" ; "mv old new" ; '#' comments
import { createRequire } from 'node:module';
import { execSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
const [root, mapFile] = process.argv.slice(2);
const require = createRequire(root + '/package.json');
const ts = require('typescript');
const config = ts.getParsedCommandLineOfConfigFile(root + '/tsconfig.json', {}, { ...ts.sys, onUnRecoverableConfigFileDiagnostic: (d) => { throw new Error(d.messageText); } });
const versions = new Map();
const host = {
  getScriptFileNames: () => config.fileNames, getScriptVersion: () => '1',
  getScriptSnapshot: (f) => { try { return ts.ScriptSnapshot.fromString(readFileSync(f, 'utf8')); } catch { return undefined; } },
  getCurrentDirectory: () => root, getCompilationSettings: () => config.options, getDefaultLibFileName: (o) => ts.getDefaultLibFilePath(o),
  fileExists: ts.sys.fileExists, readFile: ts.sys.readFile, readDirectory: ts.sys.readDirectory, directoryExists: ts.sys.directoryExists, getDirectories: ts.sys.getDirectories, realpath: ts.sys.realpath,
};
const service = ts.createLanguageService(host, ts.createDocumentRegistry());
const program = service.getProgram();
const rules = readFileSync(mapFile, 'utf8').split('\n').map((l) => l.replace(/ *\/\/.*$/, '').trim()).filter((l) => l && !l.startsWith('mv ') && !l.startsWith('// ')).map((l) => l.split(/\s+/));
const byName = new Map();
for (const [from, to, where, kind] of rules) byName.set(from, [...(byName.get(from) ?? []), { to, where: where === 'vars' ? undefined : where, vars: kind === 'vars' || where === 'vars' }]);
const isDecl = (n) => { const p = n.parent; return p.name === n && (ts.isClassDeclaration(p) || ts.isFunctionDeclaration(p) || ts.isInterfaceDeclaration(p) || ts.isTypeAliasDeclaration(p) || ts.isMethodDeclaration(p) || ts.isMethodSignature(p) || ts.isVariableDeclaration(p) || ts.isPropertySignature(p) || ts.isPropertyDeclaration(p) || ts.isParameter(p) || ts.isBindingElement(p) || ts.isPropertyAssignment(p) || ts.isShorthandPropertyAssignment(p) || ts.isGetAccessor(p) || ts.isSetAccessor(p) || ts.isTypeParameterDeclaration(p) || ts.isNamespaceImport(p) || (ts.isImportSpecifier(p) || ts.isExportSpecifier(p)) && p.propertyName); };
const edits = new Map(); // file -> Map(start -> {end,text,kind})
const done = new Set(); const skipped = [];
let count = 0;
for (const sf of program.getSourceFiles()) {
  if (sf.fileName.includes('node_modules') || sf.fileName.includes('/gen/') || !sf.fileName.startsWith(root)) continue;
  const rel = sf.fileName.slice(root.length + 1);
  const visit = (n) => {
    if ((ts.isIdentifier(n) || ts.isPrivateIdentifier(n)) && byName.has(n.text) && isDecl(n) && !(done.has(sf.fileName + n.getStart()) && !(ts.isBindingElement(n.parent) && !n.parent.propertyName))) {
      const rule = byName.get(n.text).find(({ where, vars }) => (!where || rel.includes(where)) && !(vars && (ts.isPropertyAssignment(n.parent) || ts.isPropertySignature(n.parent) || ts.isShorthandPropertyAssignment(n.parent) || ts.isMethodSignature(n.parent))));
      if (rule) apply(sf.fileName, n.getStart(), n.text, rule.to, rel);
    }
    ts.forEachChild(n, visit);
  };
  visit(sf);
}
function apply(file, pos, from, to, rel) {
  const locs = service.findRenameLocations(file, pos, false, false, { providePrefixAndSuffixTextForRename: true }) ?? [];
  const bad = locs.find((l) => l.fileName.includes('/gen/') || l.fileName.includes('node_modules'));
  if (bad || locs.length === 0) { skipped.push(`${from} in ${rel}: ${bad ? bad.fileName.slice(-60) : 'no locations'}`); return; }
  count += 1;
  for (const l of locs) {
    done.add(l.fileName + l.textSpan.start);
    const own = edits.get(l.fileName) ?? new Map(); edits.set(l.fileName, own);
    const text = (l.prefixText ?? '') + to + (l.suffixText ?? '');
    const before = own.get(l.textSpan.start);
    const plain = before && before.to === to ? to : text;
    if (before && before.to !== to) {
      const [a, b] = [before, { text, to }];
      const prop = [a, b].find((e) => e.text === `${e.to}: ${from}`), vari = [a, b].find((e) => e.text === `${from}: ${e.to}`);
      if (prop && vari) { own.set(l.textSpan.start, { length: l.textSpan.length, text: `${prop.to}: ${vari.to}`, to }); continue; }
    }
    if (before && before.to !== to) skipped.push(`CONFLICT ${l.fileName} ${before.to} ${to}`);
    own.set(l.textSpan.start, { length: l.textSpan.length, text: plain, to });
  }
}
for (const [file, own] of edits) {
  let text = readFileSync(file, 'utf8');
  for (const [start, e] of [...own].sort((a, b) => b[0] - a[0])) text = text.slice(0, start) + e.text + text.slice(start + e.length);
  writeFileSync(file, text);
}
console.log(count, 'symbols renamed in', edits.size, 'files');
for (const s of skipped) console.log('skipped', s);
