import { describe, expect, it } from 'vitest';
import { exportsOf, subpaths } from './source';

/** Every name that a user can import; a change here is a change of the public interface and belongs in CHANGELOG.md. */
describe.each(Object.entries(subpaths))('cdktf-ai-factory%s', (_subpath, file) => {
  it('exports what was agreed', () => {
    const names = [...exportsOf(file)].map(([name, kind]) => (kind === 'type' ? `type ${name}` : name)).sort();
    expect(names).toMatchSnapshot();
  });

  it('has at run time what its source says', async () => {
    const values = [...exportsOf(file)].filter(([, kind]) => kind === 'value').map(([name]) => name);
    const loaded = Object.keys(await import(`../${file.replace(/\.ts$/, '')}`)).filter((name) => name !== 'default');
    expect(loaded.sort()).toEqual(values.sort());
  });
});
