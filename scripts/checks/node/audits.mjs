// Run by scripts/checks/graphql-audits, which says what for and sets the environment.
import { serverAudits } from 'graphql-http';

const { GATEWAY, TOKEN } = process.env;
const AUDITS = 61; // of the version that the lock file names

const audits = serverAudits({
  url: GATEWAY,
  fetchFn: (url, init) =>
    fetch(url, { ...init, headers: { ...init?.headers, authorization: `Bearer ${TOKEN}` }, signal: AbortSignal.timeout(10_000) }),
});
let passed = 0;
for (const audit of audits) {
  const result = await audit.fn();
  if (result.status === 'ok') {
    passed++;
  } else {
    console.log(`${result.status}: ${audit.id} ${audit.name}: ${result.reason}`);
    console.log(`  answered ${result.response?.status}: ${await result.response?.text().catch(() => 'nothing to read')}`);
  }
}
console.log(`${passed} of ${audits.length} audits of GraphQL over HTTP passed`);
process.exitCode = passed === audits.length && audits.length === AUDITS ? 0 : 1;
