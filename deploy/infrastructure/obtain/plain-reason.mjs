const noise = /^WARNING|^go: downloading|\[notice\]/;

/** One line that says why an attempt failed, without addresses and without a downloader's chatter. */
export function plainReason(error) {
  if (error.code === 'ENOENT' && error.path) return `${error.path} is not installed`;
  const lines = String(error.stderr || error.message || error)
    .trim()
    .split('\n')
    .filter((line) => !noise.test(line));
  return (lines.pop() ?? 'it failed').replace(/https?:\/\/\S+/g, '(address)').slice(0, 200);
}
