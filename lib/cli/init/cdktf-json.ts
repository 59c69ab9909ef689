import { createHash } from 'node:crypto';

/** `cdktf.json` of a new project. */
export const cdktfJson = (name: string, app: string): string =>
  `${JSON.stringify(
    {
      language: 'typescript',
      app,
      projectId: projectId(name),
      sendCrashReports: 'false',
      context: {},
    },
    null,
    2,
  )}\n`;

/** An id in the form of a UUID (version 8: of the maker's own making), the same for each project of a name. */
function projectId(name: string): string {
  const hex = createHash('sha256').update(`cdktf-ai-factory/${name}`).digest('hex');
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join(
    '-',
  );
}
