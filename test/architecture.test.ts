import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';
import { describe, expect, it } from 'vitest';
import { exportsOf, filesOf, importsOf, nodesOf, parse, parseText, resolve, root, subpaths } from './source';

const library = filesOf('lib', '.ts');
const code = [...library, ...filesOf('test', '.ts'), ...filesOf('examples', '.ts'), ...filesOf('scripts', '.ts')];

/** Rings of a graph, each once, by the first of its nodes. */
function rings(graph: ReadonlyMap<string, readonly string[]>): string[][] {
  const done = new Set<string>();
  const found: string[][] = [];
  const visit = (node: string, trail: readonly string[]): void => {
    const at = trail.indexOf(node);
    if (at >= 0) found.push([...trail.slice(at), node]);
    if (at >= 0 || done.has(node)) return;
    for (const next of graph.get(node) ?? []) visit(next, [...trail, node]);
    done.add(node);
  };
  for (const node of graph.keys()) visit(node, []);
  return found;
}

describe('imports', () => {
  it('finds rings', () => {
    const graph = (edges: Record<string, string[]>) => rings(new Map(Object.entries(edges)));
    expect(graph({ a: ['b'], b: ['c'], c: [], d: ['b', 'c'] })).toEqual([]);
    expect(graph({ a: ['b'], b: ['c'], c: ['b'] })).toEqual([['b', 'c', 'b']]);
  });

  it('have no rings', () => {
    const graph = new Map(
      library.map((file) => [
        file,
        importsOf(parse(file))
          .filter((each) => !each.typeOnly)
          .flatMap((each) => resolve(file, each.from) ?? []),
      ]),
    );
    expect(rings(graph).map((ring) => ring.join(' → '))).toEqual([]);
  });

  it('lead to files that exist', () => {
    const lost = library.flatMap((file) =>
      importsOf(parse(file))
        .filter((each) => each.from.startsWith('.') && resolve(file, each.from) === undefined)
        .map((each) => `${file}: ${each.from}`),
    );
    expect(lost).toEqual([]);
  });
});

describe('layers', () => {
  /** What each layer may know, as lib/README.md draws it. Findings are the words that all of them report in. */
  const layers: Readonly<Record<string, readonly string[]>> = {
    finding: [],
    errors: ['finding'],
    units: [],
    catalog: ['units'],
    spec: ['units', 'catalog', 'errors', 'finding'],
    planner: ['units', 'catalog', 'spec', 'errors', 'finding'],
    // What solves the programs that the planner writes; handed to it as a value.
    solver: ['planner', 'errors'],
    port: ['planner', 'finding'],
    // The pure half of a cloud: what the planner must know of it.
    'clouds/aws/rules': ['units', 'catalog', 'spec', 'planner', 'finding'],
    'clouds/kubernetes/rules': ['units', 'catalog', 'spec', 'planner', 'finding'],
    'clouds/aws': [
      ...['clouds/aws/rules', 'constructs', 'kubernetes', 'policies'],
      ...['units', 'catalog', 'spec', 'planner', 'port', 'finding'],
    ],
    'clouds/kubernetes': [
      ...['clouds/kubernetes/rules', 'constructs', 'kubernetes'],
      ...['catalog', 'spec', 'planner', 'port', 'finding'],
    ],
    kubernetes: ['units', 'planner', 'port', 'finding'],
    policies: ['planner', 'port', 'finding'],
    constructs: ['catalog', 'spec', 'planner', 'solver', 'port', 'kubernetes', 'policies', 'errors', 'finding'],
    testing: ['spec', 'planner', 'port', 'policies', 'constructs', 'errors', 'finding'],
    // Recovery reads stacks as policies see them.
    cli: [
      ...['units', 'catalog', 'spec', 'planner', 'solver', 'port', 'policies', 'constructs', 'errors', 'finding'],
      ...['clouds/aws/rules', 'clouds/aws', 'clouds/kubernetes/rules', 'clouds/kubernetes'],
    ],
    index: ['catalog', 'spec', 'planner', 'solver', 'port', 'policies', 'constructs', 'errors', 'finding'],
  };

  const layerOf = (file: string): string => {
    const [, first = '', second, third] = file.replace(/\.ts$/, '').split('/');
    if (/^lib\/planner\/model\/finding(-codes)?\.ts$/.test(file)) return 'finding';
    if (first === 'clouds') return third === 'rules' ? `clouds/${second}/rules` : `clouds/${second}`;
    return first;
  };

  const allowed = new Set([
    // The builders write sites of the standard clouds; the import is of types alone.
    'lib/testing/builders.ts → clouds/aws/rules',
    'lib/testing/builders.ts → clouds/kubernetes/rules',
  ]);

  /** Imports of layers that are not listed for the file's layer, exceptions among them. */
  const outside = (file: string, source: ts.SourceFile): string[] => {
    const own = layerOf(file);
    return importsOf(source).flatMap((each) => {
      const target = resolve(file, each.from);
      if (target === undefined) return [];
      const other = layerOf(target);
      return other === own || layers[own]?.includes(other) ? [] : [`${file} → ${other}`];
    });
  };
  const broken = (file: string, source: ts.SourceFile): string[] =>
    outside(file, source).filter((line) => !allowed.has(line));

  it('know of a broken rule, types included', () => {
    const file = 'lib/planner/plan-factory.ts';
    expect(broken(file, parseText("import type { Provider } from '../port/port';"))).toEqual([`${file} → port`]);
    expect(broken(file, parseText("export * from '../catalog/rows';"))).toEqual([]);
    expect(broken('lib/clouds/aws/index.ts', parseText("const a = import('../kubernetes/index');"))).toEqual([
      'lib/clouds/aws/index.ts → clouds/kubernetes',
    ]);
  });

  it('have a rule each', () => {
    expect([...new Set(library.map(layerOf))].sort()).toEqual(Object.keys(layers).sort());
  });

  it('know only what lies below them', () => {
    expect(library.flatMap((file) => broken(file, parse(file)))).toEqual([]);
  });

  it('have no exception that no import needs', () => {
    const needed = new Set(library.flatMap((file) => outside(file, parse(file))));
    expect([...allowed].filter((line) => !needed.has(line))).toEqual([]);
  });

  it('below the constructs know nothing of cdktf, but for adapters and policies', () => {
    const pure = ['finding', 'errors', 'units', 'catalog', 'spec', 'planner'];
    const isPure = (file: string) => pure.includes(layerOf(file)) || layerOf(file).endsWith('/rules');
    const knowing = library
      .filter(isPure)
      .filter((file) => importsOf(parse(file)).some((each) => /^(cdktf|constructs|@cdktf\/.*)$/.test(each.from)));
    expect(knowing).toEqual([]);
  });

  it('know no cloud by name below the clouds', () => {
    const naming = (file: string, source: ts.SourceFile): string[] =>
      [...nodesOf(source)].flatMap((node) =>
        ts.isStringLiteralLike(node) && node.text === 'aws' ? [`${file}: ${node.parent.getText(source)}`] : [],
      );
    expect(naming('spec.ts', parseText("const isCloud = site.provider === 'aws';"))).toEqual([
      "spec.ts: site.provider === 'aws'",
    ]);
    const neutral = library.filter((file) => /^lib\/(planner|spec)\//.test(file));
    expect(neutral.flatMap((file) => naming(file, parse(file)))).toEqual([]);
  });

  it('leave the test runner to tests', () => {
    expect(
      library.filter((file) => importsOf(parse(file)).some((each) => /^(vitest|jest|@jest\/.*)$/.test(each.from))),
    ).toEqual([]);
  });
});

describe('rooms of the planner', () => {
  /** What each folder of the planner may import, as lib/README.md lists them. */
  const rooms: Readonly<Record<string, readonly string[]>> = {
    model: [],
    resolve: ['model'],
    performance: [],
    moves: ['model', 'resolve'],
    size: ['model', 'resolve', 'performance'],
    account: ['model', 'resolve'],
    placement: ['model'],
    assemble: ['model', 'resolve', 'performance', 'moves', 'size', 'placement'],
    site: ['model', 'resolve', 'moves', 'assemble'],
    checks: ['model', 'resolve', 'moves', 'placement'],
    'plan-factory': ['model', 'resolve', 'moves', 'size', 'account', 'placement', 'assemble', 'site', 'checks'],
    reports: [
      ...['model', 'resolve', 'performance', 'moves', 'size', 'account', 'placement', 'assemble', 'site', 'checks'],
      'plan-factory',
    ],
  };

  const planner = library.filter((file) => file.startsWith('lib/planner/'));
  const roomOf = (file: string): string => file.replace(/\.ts$/, '').split('/')[2] ?? '';

  const outside = (file: string, source: ts.SourceFile): string[] => {
    const own = roomOf(file);
    return importsOf(source).flatMap((each) => {
      const target = resolve(file, each.from);
      if (target === undefined || !target.startsWith('lib/planner/')) return [];
      const other = roomOf(target);
      return other === own || rooms[own]?.includes(other) ? [] : [`${file} → ${other}`];
    });
  };

  it('have a rule each', () => {
    expect([...new Set(planner.map(roomOf))].sort()).toEqual(Object.keys(rooms).sort());
  });

  it('report an import of a room above', () => {
    const file = 'lib/planner/resolve/resolve-factory.ts';
    expect(outside(file, parseText("import type { Leg } from '../moves/legs';"))).toEqual([`${file} → moves`]);
    expect(outside(file, parseText("import { compare } from '../model/finding';"))).toEqual([]);
  });

  it('import only what lies below them', () => {
    expect(planner.flatMap((file) => outside(file, parse(file)))).toEqual([]);
  });
});

describe('numbers of the plan', () => {
  const leaves = new Set(['constant', 'decided', 'fromRow', 'numberAt', 'stated']);
  const operators = new Set([
    ts.SyntaxKind.AsteriskToken,
    ts.SyntaxKind.AsteriskAsteriskToken,
    ts.SyntaxKind.MinusToken,
    ts.SyntaxKind.PlusToken,
    ts.SyntaxKind.SlashToken,
  ]);
  const isArithmetic = (node: ts.Node): boolean =>
    (ts.isBinaryExpression(node) && operators.has(node.operatorToken.kind)) ||
    (ts.isCallExpression(node) && /^Math\.|\.reduce$/.test(node.expression.getText()));

  /** Leaves of quantities whose value is computed on the spot, as `file: name`. */
  const computed = (file: string, source: ts.SourceFile): string[] =>
    [...nodesOf(source)].flatMap((node) => {
      if (!ts.isCallExpression(node)) return [];
      const called = ts.isPropertyAccessExpression(node.expression) ? node.expression.name : node.expression;
      const [name, value] = node.arguments;
      if (name === undefined || value === undefined || !leaves.has(called.getText())) return [];
      return isArithmetic(value) || [...nodesOf(value)].some(isArithmetic) ? [`${file}: ${name.getText()}`] : [];
    });

  /** Values that the placement or the division of nodes decides as a whole, of which a formula shows a part. */
  const exceptions = [
    "lib/planner/account/cost/cost.ts: 'in use'",
    "lib/planner/assemble/placement-numbers.ts: 'eased'",
    "lib/planner/assemble/workload.ts: 'working'",
  ];

  it('are computed by quantities and not inside a leaf', () => {
    expect(computed('a.ts', parseText("const a = stated('kw', kw * 1000, 'W', path);"))).toEqual(["a.ts: 'kw'"]);
    expect(computed('a.ts', parseText("const a = Quantity.constant('a', Math.max(b, c), 'W', why);"))).toHaveLength(1);
    expect(computed('a.ts', parseText("const a = stated('kw', kw, 'kW', path).times(watts);"))).toEqual([]);
    expect(library.flatMap((file) => computed(file, parse(file))).sort()).toEqual(exceptions);
  });
});

describe('rows of hardware, models and regions', () => {
  const FINDERS = ['findAccelerator', 'findMachine', 'findModel', 'findRegion'];

  it('are found by the planner in one room', () => {
    const finding = library.filter(
      (file) =>
        file.startsWith('lib/planner/') &&
        importsOf(parse(file)).some(({ names }) => names.some((name) => FINDERS.includes(name))),
    );
    expect(finding.length).toBeGreaterThan(0);
    expect(finding.filter((file) => !file.startsWith('lib/planner/resolve/'))).toEqual([]);
  });
});

describe('bindings', () => {
  it('are imported one class at a time: a barrel costs seconds and half a gigabyte', () => {
    const barrel = /^@cdktf\/provider-[a-z]+(\/lib(\/index)?)?$/;
    expect(barrel.test('@cdktf/provider-aws')).toBe(true);
    expect(barrel.test('@cdktf/provider-aws/lib/vpc')).toBe(false);
    const found = code.flatMap((file) =>
      importsOf(parse(file))
        .filter((each) => barrel.test(each.from) && !each.typeOnly)
        .map((each) => `${file}: ${each.from}`),
    );
    expect(found).toEqual([]);
  });

  it('of Helm are loaded only when a release is made', () => {
    const early = library.filter((file) =>
      importsOf(parse(file)).some((each) => each.from.startsWith('@cdktf/provider-helm') && !each.typeOnly),
    );
    expect(early).toEqual([]);
  });
});

describe('synthesis', () => {
  const MODULES = /^(node:)?(http|https|http2|net|tls|dns|dgram|child_process|worker_threads|os|timers.*|perf_hooks)$/;
  const GLOBALS = new Set(['process', 'fetch', 'console', 'setTimeout', 'setInterval', 'performance', 'globalThis']);
  const RANDOM = new Set(['randomUUID', 'randomBytes', 'randomInt', 'getRandomValues']);

  /** What of a file depends on when, where or by whom it is run. */
  function impure(source: ts.SourceFile): string[] {
    return [...nodesOf(source)].flatMap((node): string[] => {
      if (ts.isNewExpression(node) && node.expression.getText(source) === 'Date' && (node.arguments ?? []).length === 0)
        return ['new Date()'];
      if (ts.isPropertyAccessExpression(node) && /^(Date\.now|Math\.random)$/.test(node.getText(source)))
        return [node.getText(source)];
      if (!ts.isIdentifier(node)) return [];
      const { parent } = node;
      // The name of a member, a key or a type is no use of the global.
      const isName =
        (ts.isPropertyAccessExpression(parent) && parent.name === node) ||
        (ts.isPropertyAssignment(parent) && parent.name === node) ||
        ts.isTypeElement(parent);
      return !isName && (GLOBALS.has(node.text) || RANDOM.has(node.text)) ? [node.text] : [];
    });
  }
  const modules = (source: ts.SourceFile): string[] =>
    importsOf(source)
      .map((each) => each.from)
      .filter((from) => MODULES.test(from));

  it('is told from what depends on the moment', () => {
    expect(
      impure(
        parseText(
          "const a = process.env['HOME']; const b = Date.now() + new Date().getTime(); fetch(a); Math.random();",
        ),
      ),
    ).toEqual(['process', 'Date.now', 'new Date()', 'fetch', 'Math.random']);
    expect(
      impure(parseText("const a = { process: 1 }.process; new Date('2027-01-01'); type T = { fetch(): void };")),
    ).toEqual([]);
    expect(modules(parseText("import { get } from 'node:https'; import { join } from 'node:path';"))).toEqual([
      'node:https',
    ]);
  });

  it('takes no clock, no environment and no network outside the command', () => {
    const found = library
      .filter((file) => !file.startsWith('lib/cli/'))
      .flatMap((file) => [...impure(parse(file)), ...modules(parse(file))].map((what) => `${file}: ${what}`));
    expect(found).toEqual([]);
  });
});

describe('documents', () => {
  const documents = [
    'README.md',
    'CONTRIBUTING.md',
    'lib/README.md',
    ...filesOf('docs', '.md'),
    ...filesOf('examples', '.md'),
  ];
  const read = (file: string): string => readFileSync(join(root, file), 'utf8');
  const PACKAGE = 'cdktf-ai-factory';

  const surface = (subpath: string): ReadonlyMap<string, string> | undefined => {
    const file = subpaths[subpath];
    return file === undefined ? undefined : exportsOf(file);
  };

  /** Names that code of a document imports from the package and that the package does not have. */
  function missing(text: string): string[] {
    const fences = [...text.matchAll(/```(?:ts|typescript)\n([\s\S]*?)```/g)].map((match) => match[1] ?? '');
    return fences.flatMap((fence) =>
      importsOf(parseText(fence))
        .filter((each) => each.from === PACKAGE || each.from.startsWith(`${PACKAGE}/`))
        .flatMap((each) => {
          const names = surface(each.from.replace(PACKAGE, '.'));
          if (names === undefined) return [each.from];
          return each.names.filter((name) => !names.has(name)).map((name) => `${each.from}: ${name}`);
        }),
    );
  }

  it('are read for names that the package does not have', () => {
    const fence = (line: string) => `\`\`\`ts\n${line}\n\`\`\`\n`;
    expect(missing(fence("import { AiFactory, type Finding } from 'cdktf-ai-factory';"))).toEqual([]);
    expect(missing(fence("import { AiFabric } from 'cdktf-ai-factory';"))).toEqual(['cdktf-ai-factory: AiFabric']);
    expect(missing(fence("import { aws } from 'cdktf-ai-factory/providers/aws';"))).toEqual([
      'cdktf-ai-factory/providers/aws',
    ]);
  });

  it.each(documents)('%s names only what the package exports', (file) => {
    expect(missing(read(file))).toEqual([]);
  });

  it.each(documents)('%s names only files that exist', (file) => {
    const links = [...read(file).matchAll(/\]\((?!https?:|mailto:|#)([^)#\s]+)/g)].map((match) => match[1] ?? '');
    expect(links.filter((link) => !existing(join(root, file, '..', link)))).toEqual([]);
  });

  const existing = (path: string): boolean => {
    try {
      readFileSync(path);
      return true;
    } catch (error) {
      // A folder is there too.
      return error instanceof Error && 'code' in error && error.code === 'EISDIR';
    }
  };
});
