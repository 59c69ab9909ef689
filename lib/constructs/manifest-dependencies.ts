import type { Manifest } from 'cdktf';

/**
 * Has the manifest list dependencies by the names of stacks. cdktf writes construct paths there while its command compares
 * names: the same for a stack of the app, and not for a stack inside a site, which then cannot be deployed with others.
 */
export function nameDependencies(manifest: Manifest): void {
  const write = manifest.writeToFile.bind(manifest);
  manifest.writeToFile = () => {
    const { stacks } = manifest;
    const names = new Map(Object.values(stacks).map(({ constructPath, name }) => [constructPath, name]));
    for (const [name, stack] of Object.entries(stacks)) {
      const dependencies = stack.dependencies.map((each) => names.get(each) ?? each);
      stacks[name] = { ...stack, dependencies };
    }
    write();
  };
}
