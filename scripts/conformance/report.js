const OUTCOMES = ['pass', 'fail', 'not offered'];

/**
 * Prints the table program × client, what is not offered and why, the faults of the clients themselves, and what failed.
 * @param {object[]} refusals deliveries that the server refused
 */
export function printReport(programs, clients, cells, refusals) {
  const cellOf = (program, client) =>
    cells.find((cell) => cell.program === program.name && cell.client === client.name);
  const rows = programs.map((program) => [
    program.name,
    ...clients.map((client) => {
      const { outcome, faults } = cellOf(program, client);
      return faults.length === 0 ? outcome : `${outcome}, ${faults.length} of the client`;
    }),
  ]);
  console.log('\n── Table\n');
  printTable(['program', ...clients.map(({ name, version }) => `${name} ${version}`)], rows);
  console.log(`\n${OUTCOMES.map((outcome) => `${count(cells, outcome)} ${outcome}`).join(', ')}`);
  printList('Not offered by the client', notOffered(cells));
  printList('At fault is the client', clientFaults(cells));
  printList('Refused by the server', grouped(refusals.map(refusal)));
  printList(
    'Failed',
    cells.flatMap(({ program, client, problems }) => problems.map((problem) => `${program} · ${client}: ${problem}`)),
  );
}

function printTable(head, rows) {
  const widths = head.map((title, column) => Math.max(title.length, ...rows.map((row) => row[column].length)));
  const line = (cells) => `| ${cells.map((text, column) => text.padEnd(widths[column])).join(' | ')} |`;
  console.log([line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)].join('\n'));
}

function notOffered(cells) {
  return grouped(
    cells.filter(({ outcome }) => outcome === 'not offered').map((cell) => ({ ...cell, text: cell.reason })),
  );
}

function clientFaults(cells) {
  return grouped(
    cells.flatMap((cell) => cell.faults.map(({ what, says }) => ({ ...cell, text: `${what}\n      ${says}` }))),
  );
}

function refusal({ method, path, status, warnings, reasons, client }) {
  const why = [...warnings, ...reasons.map(({ reason }) => reason)].join(' ');
  return { client: `${client?.name} ${client?.version}`, program: `${method} ${path}`, text: `${status} ${why}` };
}

/** A text that several cells share is listed once, with all their clients and programs. */
function grouped(entries) {
  const sharers = new Map();
  for (const { text, client, program } of entries) {
    const { clients, programs } = sharers.get(text) ?? { clients: new Set(), programs: new Set() };
    sharers.set(text, { clients: clients.add(client), programs: programs.add(program) });
  }
  return [...sharers].map(([text, { clients, programs }]) => `${list(clients)} · ${list(programs)}: ${text}`);
}

function list(names) {
  return [...names].sort().join(', ');
}

function printList(title, lines) {
  if (lines.length > 0) console.log(`\n── ${title}\n\n${lines.map((line) => `   ${line}`).join('\n')}`);
}

function count(cells, outcome) {
  return cells.filter((cell) => cell.outcome === outcome).length;
}
