import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { standardClouds as clouds } from '../../lib/cli/clouds';
import { readFactory } from '../../lib/spec/parse';
import { promQlProblem } from '../../lib/spec/promql';
import { metricMeanings, metricNames } from '../../lib/spec/telemetry';
import { aFactory, aHall } from '../../lib/testing';
import { parse } from '../kubernetes/telemetry/promql';

const findingsOf = (hall: object): string[] => {
  const read = readFactory(
    { ...aFactory({ sites: { hall: aHall() } }), sites: { hall: { ...aHall(), ...hall } } },
    { clouds },
  );
  return 'findings' in read ? read.findings.map(({ path, message }) => `${path}: ${message}`) : [];
};
const alert = (when: object, more: object = {}) => findingsOf({ alerts: { own: { when, ...more } } });
const metric = { workload: 'chat', metric: 'ttftSeconds95' };

describe('an alert in a file', () => {
  it('has defaults for everything but its condition', () => {
    const spec = readFactory(
      {
        ...aFactory({ sites: { hall: aHall() } }),
        sites: { hall: { ...aHall(), alerts: { own: { when: { ...metric, above: 2 } } } } },
      },
      { clouds },
    );
    expect('spec' in spec && spec.spec.sites['hall']?.alerts).toEqual({
      own: { when: { ...metric, above: 2 }, for: '5m', severity: 'warning' },
    });
  });

  it.each([
    [{ expr: 'up == 0' }],
    [{ expr: 'sum(up)', below: -1 }],
    [{ ...metric, above: 0 }],
    [{ ...metric, below: 0.5 }],
  ])('accepts the condition %j', (when) => {
    expect(alert(when)).toEqual([]);
  });

  it.each([
    [{}, 'set `workload` and `metric`, or `expr`'],
    [{ workload: 'chat', above: 1 }, 'set `metric` of the workload'],
    [{ metric: 'errorShare', above: 1 }, 'set `workload` of the metric'],
    [{ ...metric, expr: 'up', above: 1 }, 'set either `workload` and `metric`, or `expr`; remove the other'],
    [{ workload: 'chat', expr: 'up' }, 'set either `workload` and `metric`, or `expr`; remove the other'],
    [metric, 'set the limit: `above` or `below`'],
    [{ ...metric, above: 2, below: 1 }, 'set either `above` or `below`; use an alert for each limit'],
  ])('rejects the condition %j', (when, message) => {
    expect(alert(when)).toEqual([expect.stringMatching(/^sites\.hall\.alerts\.own\.when: found \{/)]);
    expect(alert(when)[0]).toContain(message);
  });

  it('rejects a negative limit of a metric', () => {
    expect(alert({ ...metric, above: -1 })).toEqual([
      'sites.hall.alerts.own.when.above: found -1; use at least 0; no metric is negative',
    ]);
  });

  it('rejects an unknown metric and lists the known ones', () => {
    const [found] = alert({ workload: 'chat', metric: 'speed', above: 1 });
    expect(found).toContain('found "speed"; use "outputTokensPerSecond" or');
    for (const name of metricNames) expect(found).toContain(`"${name}"`);
  });

  it.each(['0s', '30s', '15m', '1h', '1h30m', '2d', '1w2d3h4m5s'])('accepts the duration %s', (text) => {
    expect(alert({ ...metric, above: 1 }, { for: text })).toEqual([]);
  });

  it.each(['', '1', '1 h', 'an hour', '30m1h', '1.5h', 'PT1H', '-5m', 'm'])('rejects the duration "%s"', (text) => {
    expect(alert({ ...metric, above: 1 }, { for: text })).toEqual([
      expect.stringMatching(/^sites\.hall\.alerts\.own\.for: .*use a duration such as 30s, 15m, 1h or 1h30m/),
    ]);
  });

  it('rejects an expression that is cut off', () => {
    expect(alert({ expr: 'sum(rate(up[5m])', above: 1 })).toEqual([
      'sites.hall.alerts.own.when.expr: found "sum(rate(up[5m])"; the PromQL expression is incomplete: ) is missing at the end',
    ]);
  });
});

describe('a dashboard in a file', () => {
  it('has at least one panel', () => {
    expect(findingsOf({ dashboards: { own: { title: 'Own', panels: [] } } })).toEqual([
      'sites.hall.dashboards.own.panels: found []; use at least 1 entries',
    ]);
  });

  it('rejects a panel that shows nothing', () => {
    expect(findingsOf({ dashboards: { own: { title: 'Own', panels: [{ title: 'Empty' }] } } })).toEqual([
      'sites.hall.dashboards.own.panels.0: found {"title":"Empty"}; set `workload` and `metric`, or `expr`',
    ]);
  });
});

describe('the metrics', () => {
  it('each say in what they are measured', () => {
    for (const meaning of Object.values(metricMeanings)) {
      expect(meaning).toMatch(/second|share|requests|replicas|accelerators|USD/i);
    }
  });
});

describe('promQlProblem', () => {
  it.each([
    ['sum(rate(up[5m])', ') is missing at the end'],
    ['up{job="a"', '} is missing at the end'],
    ['up[5m)', 'found ) where ] is missing'],
    ['up)', ') closes nothing'],
    ['up{job="a}', 'a string that starts with " does not end'],
    ['up{job="a\\"}', 'a string that starts with " does not end'],
  ])('finds what is wrong with %s', (text, problem) => {
    expect(promQlProblem(text)).toBe(problem);
  });

  it.each([
    'up{job="a)"}',
    "up{job='a\\'('}",
    'up{job=~`\\d+(`}',
    'sum(\n  up # all of them :-(\n) > 1',
    'up # the end (',
  ])('accepts %s', (text) => {
    expect(promQlProblem(text)).toBeUndefined();
  });

  it('finds nothing in what the grammar of Prometheus accepts', () => {
    const piece = fc.constantFrom(
      'up',
      '(',
      ')',
      '[5m]',
      '{a="b"}',
      "{a='(\\''}",
      '{a=`\\`}',
      '{',
      '}',
      '#(\n',
      ' + ',
      '1',
    );
    fc.assert(
      fc.property(fc.array(piece, { maxLength: 9 }), (pieces) => {
        const text = pieces.join('');
        if (text.trim() === '' || parse(text).errors.length > 0) return;
        expect([text, promQlProblem(text)]).toEqual([text, undefined]);
      }),
      { numRuns: 3000 },
    );
  });
});
