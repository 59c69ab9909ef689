import { Construct } from 'constructs';

/** Returns the child of that id; adds it if it is missing. */
export function childOf(scope: Construct, id: string): Construct {
  const found = scope.node.tryFindChild(id);
  return found instanceof Construct ? found : new Construct(scope, id);
}
