import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Annotations, Aspects, type IAspect, TerraformOutput, TerraformResource, TerraformStack, Testing } from 'cdktf';
import { Construct, type IConstruct } from 'constructs';
import { describe, expect, it } from 'vitest';
import { AiFactory, FactoryError, Queue, Tenant } from '../../lib';
import { KubernetesSite } from '../../lib/clouds/kubernetes';
import { harbour } from './harbour';
import { anApp, manifest, written } from './scratch';

/** Sets a tag on what has tags, and counts what it saw. */
class Tagging implements IAspect {
  public readonly seen: string[] = [];

  constructor(private readonly value: string) {}

  visit(node: IConstruct): void {
    this.seen.push(node.node.path);
    if ('tagsInput' in node && 'tags' in node) {
      node.tags = { ...(node.tagsInput as object), squad: this.value };
    }
  }
}

describe('stacks of a factory', () => {
  it('exist from the constructor of a site, with their backend, and are written by App.synth', () => {
    const app = anApp();
    const { stockholm, hall, factory } = harbour({ app });
    expect(factory.stacks.map((stack) => stack.node.path)).toEqual([
      'harbour/stockholm/harbour-stockholm-substrate',
      'harbour/stockholm/harbour-stockholm-platform',
      'harbour/stockholm/harbour-stockholm-workloads',
      'harbour/hall/harbour-hall-platform',
      'harbour/hall/harbour-hall-workloads',
      'harbour/harbour-traffic',
    ]);
    expect(hall.substrate).toBeUndefined();
    expect(stockholm.substrate?.node.id).toBe('harbour-stockholm-substrate');
    app.synth();
    expect(Object.keys(written(app)).sort()).toEqual(factory.stacks.map((stack) => stack.node.id).sort());
  });

  it('leave the traffic stack out if there is no route', () => {
    const app = anApp();
    const factory = new AiFactory(app, 'idle', { owner: 'platform@example.com' });
    const { factory: busy } = harbour({ app });
    expect(busy.name).toBe('harbour');
    expect(factory.stacks).toEqual([]);
  });

  it.each([
    ['Testing.synth', (stack: TerraformStack) => Testing.synth(stack)],
    ['Testing.synthHcl', (stack: TerraformStack) => Testing.synthHcl(stack)],
    ['Testing.synth with validations', (stack: TerraformStack) => Testing.synth(stack, true)],
    ['stack.toTerraform', (stack: TerraformStack) => JSON.stringify(stack.toTerraform())],
  ])('are filled by %s', (_name, render) => {
    const { stockholm } = harbour({ app: anApp() });
    expect(render(stockholm.workloads).includes('gpt-oss-120b')).toBe(true);
  });

  it('are filled by Testing.fullSynth', () => {
    const { hall } = harbour({ app: anApp() });
    expect(existsSync(join(Testing.fullSynth(hall.workloads), 'stacks', hall.workloads.node.id, 'cdk.tf.json'))).toBe(
      true,
    );
  });
});

describe('a factory', () => {
  it('is closed by its plan, and says so to whoever adds later', () => {
    const { factory } = harbour({ app: anApp() });
    expect(factory.plan.workloads.map((each) => each.name)).toEqual(['chat']);
    expect(() => new Tenant(factory, 'late')).toThrow(
      /^harbour\/late cannot be added: the factory was closed by `factory\.plan` at test\/constructs\/tree\.test\.ts:\d+:\d+; add everything before/,
    );
  });

  it('is closed by synthesis and by build()', () => {
    const app = anApp();
    const { factory, hubOnly } = harbour({ app });
    factory.build();
    expect(() => hubOnly.allowFrom(new Tenant(factory, 'late'))).toThrow(/closed by `build\(\)`/);
    app.synth();
  });

  it('lets raw arguments be overridden after build()', () => {
    const { factory, hall } = harbour({ app: anApp() });
    factory.build();
    const found = hall.workloads.node
      .findAll()
      .filter(TerraformResource.isTerraformResource)
      .find((each) => each.terraformResourceType === 'kubernetes_namespace_v1');
    found?.addOverride('metadata.labels.squad', 'red');
    expect(Testing.synth(hall.workloads)).toContain('"squad": "red"');
  });
});

describe('a tenant referred to by its name', () => {
  it('has the namespace of the tenant that the factory defines, before or after', () => {
    const { factory, stockholm } = harbour({ app: anApp() });
    const named = Tenant.fromTenantName(factory, 'named', 'search');
    new TerraformOutput(stockholm.workloads, 'namespace', { value: named.namespace });
    new Tenant(factory, 'search', { namespace: 'search-team' });
    expect(named.namespace).toBe('search-team');
    expect(Testing.synth(stockholm.workloads)).toContain('"value": "search-team"');
  });

  it('is an error if the factory defines others', () => {
    const { factory } = harbour({ app: anApp() });
    new Queue(factory, 'batch', { tenants: [Tenant.fromTenantName(factory, 'named', 'ghost')] });
    expect(() => factory.plan).toThrow(
      'tenant "ghost" is not defined; defined tenants: assistants; correct the name or add the tenant',
    );
  });
});

describe('a class of the user', () => {
  class StandardHall extends KubernetesSite {
    constructor(scope: AiFactory, id: string, country: string, itKw = 100) {
      super(scope, id, { context: id, country, storageClass: 'shared-files' });
      this.addPowerBudget({ itKw, pue: 1.25, usdPerKwh: 0.16 });
    }
  }

  class Munich extends StandardHall {
    constructor(scope: AiFactory, country: string, itKw?: number) {
      super(scope, 'munich', country, itKw);
    }
  }

  const message = (make: (factory: AiFactory) => void): string => {
    const factory = new AiFactory(anApp(), 'acme', { owner: 'platform@example.com' });
    try {
      make(factory);
    } catch (error) {
      return String(error);
    }
    return '';
  };
  const line = (pattern: RegExp): number =>
    readFileSync(__filename, 'utf8')
      .split('\n')
      .findIndex((each) => pattern.test(each)) + 1;

  it('has its findings where it is used, with the line in the class', () => {
    const used = line(/^ +const found = .*'Deutschland'/);
    const found = message((factory) => new Munich(factory, 'Deutschland'));
    const inClass = line(/^ +super\(scope, id, \{ context/);
    expect(found).toMatch(
      new RegExp(
        `acme/munich, test/constructs/tree\\.test\\.ts:${used}:\\d+ via test/constructs/tree\\.test\\.ts:${inClass}:\\d+\\)`,
      ),
    );
  });

  it('has the findings of what it makes in its constructor there too', () => {
    const used = line(/^ +const found = .*-1/);
    const found = message((factory) => new Munich(factory, 'DE', -1));
    const inClass = line(/^ +this\.addPowerBudget\(\{ itKw/);
    expect(found).toMatch(new RegExp(`munich/\\S+, \\S+:${used}:\\d+ via \\S+:${inClass}:\\d+\\)`));
  });
});

describe('aspects', () => {
  it('on the factory, a site and the app reach every resource of their stacks', () => {
    const app = anApp();
    const { factory, stockholm, hall } = harbour({ app });
    const [onApp, onFactory, onSite] = [new Tagging('app'), new Tagging('factory'), new Tagging('site')];
    Aspects.of(app).add(onApp);
    Aspects.of(factory).add(onFactory);
    Aspects.of(stockholm).add(onSite);
    app.synth();
    const substrate = JSON.stringify(written(app)['harbour-stockholm-substrate']);
    expect(substrate).toContain('"squad":"site"');
    expect(onFactory.seen).toContain(hall.workloads.node.path);
    expect(onApp.seen).toContain(hall.workloads.node.path);
    expect(onSite.seen.filter((path) => path.startsWith('harbour/hall'))).toEqual([]);
    expect(JSON.stringify(manifest(app))).not.toContain('Aspect was added via another Aspect');
  });
});

describe('validations and annotations', () => {
  it('above a stack are reported', () => {
    const app = anApp();
    const { factory, hall, h200 } = harbour({ app });
    hall.node.addValidation({ validate: () => ['the hall has no guard'] });
    h200.node.addValidation({ validate: () => ['no spare parts'] });
    factory.node.addValidation({ validate: () => ['nobody is on call'] });
    expect(() => app.synth()).toThrowErrorMatchingInlineSnapshot(`
      [FactoryError: the factory has errors:
        error  validation  harbour: nobody is on call
        error  validation  harbour/hall: the hall has no guard
        error  validation  harbour/hall/h200: no spare parts]
    `);
  });

  it('go to the nearest stack', () => {
    const app = anApp();
    const { factory, hall } = harbour({ app });
    Annotations.of(hall).addWarning('the lease of the hall ends in May');
    Annotations.of(factory).addInfo('owned by platform');
    app.synth();
    const stacks = manifest(app)['stacks'] as Record<string, { annotations: { message: string }[] }>;
    const messages = (id: string) => stacks[id]?.annotations.map((each) => each.message) ?? [];
    expect(messages('harbour-hall-workloads')).toContain('[harbour/hall] the lease of the hall ends in May');
    expect(messages('harbour-stockholm-substrate')).toContain('[harbour] owned by platform');
  });

  it('that are errors fail the synthesis', () => {
    const app = anApp();
    const { hall } = harbour({ app });
    Annotations.of(hall).addError('the hall burned down');
    expect(() => app.synth()).toThrow(/the hall burned down/);
  });

  it('show the warnings of the plan, and strict makes them errors', () => {
    const app = anApp();
    const { factory } = harbour({ app });
    const warnings = factory.plan.findings.filter((finding) => finding.severity === 'warning');
    expect(warnings.length).toBeGreaterThan(0);
    app.synth();
    const text = JSON.stringify(manifest(app));
    for (const { code } of warnings) expect(text).toContain(`warning  ${code}`);
    expect(text).not.toContain('tree.test.ts');
    const strict = harbour({ app: anApp(), factory: { strict: true } });
    expect(() => strict.app.synth()).toThrow(FactoryError);
  });
});

describe('two factories in one app', () => {
  it('share no stack, no state and no name', () => {
    const app = anApp();
    harbour({ app, id: 'dev', traffic: { domain: 'dev.example.com' } });
    harbour({ app, id: 'prod' });
    app.synth();
    const ids = Object.keys(written(app));
    expect(ids.filter((id) => id.startsWith('dev-'))).toHaveLength(6);
    expect(ids.filter((id) => id.startsWith('prod-'))).toHaveLength(6);
  });

  it('are refused if two stacks have one id', () => {
    const app = anApp();
    const one = new AiFactory(app, 'acme-east', { owner: 'a@example.com' });
    const other = new AiFactory(app, 'acme', { owner: 'a@example.com' });
    const { hall } = harbour({ app });
    new TerraformStack(hall, 'harbour-traffic');
    expect([one.stacks, other.stacks]).toEqual([[], []]);
    expect(() => app.synth()).toThrow(/duplicate-stack {2}harbour-traffic/);
  });
});

describe('collisions of factories', () => {
  /** What two environments of one class do, each with a factory. */
  const environments = (props: { readonly name?: string; readonly context?: string; readonly isSame?: false } = {}) => {
    const { context, isSame = true, ...own } = props;
    const app = anApp();
    for (const env of ['dev', 'prod']) {
      const scope = new Construct(app, env);
      const factory = new AiFactory(scope, isSame ? 'factory' : env, { owner: 'a@example.com', ...own });
      new KubernetesSite(factory, 'hall', { context: context ?? env, country: 'DE', storageClass: 'shared' }).addPool(
        'gpus',
        {
          machine: 'dgx-h200',
          count: 1,
          capacity: { type: 'on-demand' },
        },
      );
    }
    return unlined(() => app.synth());
  };
  const unlined = (run: () => void): string => {
    try {
      run();
    } catch (error) {
      if (error instanceof FactoryError) return error.message.replace(/(\.ts):\d+:\d+/g, '$1');
    }
    throw new Error('no finding');
  };

  it('name both with their places, and say what to do where the name is the id', () => {
    expect(environments()).toMatchInlineSnapshot(`
      "the factory has errors:
        error  duplicate-stack  factory-hall-platform (prod/factory/hall/factory-hall-platform, test/constructs/tree.test.ts): the stack of factory factory has the id of dev/factory/hall/factory-hall-platform of factory factory (test/constructs/tree.test.ts), and with it one folder and one state; give the factory a \`name\`"
    `);
  });

  it('advise to rename what is named', () => {
    expect(environments({ name: 'acme' })).toMatch(/rename a factory, a site or a stack/);
  });

  it('in a cluster name both with their places', () => {
    expect(environments({ context: 'shared', isSame: false })).toMatchInlineSnapshot(`
      "the factory has errors:
        error  name-collision  sites.hall (prod/prod/hall, test/constructs/tree.test.ts): Helm release "cert-manager" of factory prod in namespace cert-manager, context shared is also used by sites.hall of factory dev (dev/dev, test/constructs/tree.test.ts), and so are 9 other names; list what the other one installs under \`installed\`"
    `);
  });

  it('of two stacks name their factories and places', () => {
    const app = anApp();
    const { hall } = harbour({ app });
    new TerraformStack(hall, 'harbour-traffic');
    expect(unlined(() => app.synth())).toMatchInlineSnapshot(`
      "the factory has errors:
        error  duplicate-stack  harbour-traffic (harbour/harbour-traffic, test/constructs/harbour.ts): the stack of factory harbour has the id of harbour/hall/harbour-traffic of factory harbour (test/constructs/harbour.ts), and with it one folder and one state; rename a factory, a site or a stack"
    `);
  });
});

describe('an error inside a token', () => {
  it('keeps its findings once', () => {
    const app = anApp();
    const { stockholm, factory } = harbour({ app, chat: { model: 'no-such-model' } });
    const stack = new TerraformStack(app, 'own');
    new TerraformOutput(stack, 'cluster', { value: stockholm.cluster.clusterName });
    let message = '';
    try {
      Testing.synth(stack);
    } catch (error) {
      message = error instanceof Error ? error.message : String(error);
    }
    expect(message.match(/unknown-model/g)).toHaveLength(1);
    expect(message).toMatch(/\(harbour\/chat, test\/constructs\/harbour\.ts:\d+:\d+\)/);
    expect(() => factory.plan).toThrow(FactoryError);
  });
});
