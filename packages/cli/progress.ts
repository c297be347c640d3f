/** One line that is written over while something goes on; plain lines where the output is no terminal. */
export function openProgress(stream: NodeJS.WriteStream, label: string) {
  let lastLine = '';
  let lastAt = 0;
  const bar = (share: number) => {
    const width = 24;
    const filled = Math.round(Math.min(1, Math.max(0, share)) * width);
    return `${'█'.repeat(filled)}${'░'.repeat(width - filled)}`;
  };
  return {
    show(done: number, of: number, note = ''): void {
      const line = `${label} ${bar(of === 0 ? 0 : done / of)} ${done}/${of}${note ? `  ${note}` : ''}`;
      if (line === lastLine) return;
      if (stream.isTTY) stream.write(`\r\u001b[K${line}`);
      // A log gets a line every two seconds, not one per station.
      else if (Date.now() - lastAt >= 2000 || done === of) stream.write(`${line}\n`);
      else return;
      lastLine = line;
      lastAt = Date.now();
    },
    end(): void {
      if (stream.isTTY && lastLine) stream.write('\n');
    },
  };
}
