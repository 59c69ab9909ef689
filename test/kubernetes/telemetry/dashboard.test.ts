import {
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';
import { describe, expect, it } from 'vitest';
import { buildDashboard, type Panel, type Row } from '../../../lib/kubernetes/telemetry/dashboards/panel';
import { importsOf, parse } from '../../source';

const DATA_SOURCE = { type: 'prometheus', uid: 'prometheus' };

/** The same dashboard by the builders of Grafana's SDK. */
function byBuilders(title: string, uid: string, tags: readonly string[], rows: readonly Row[]) {
  const builder = new DashboardBuilder(title)
    .uid(uid)
    .tags(['ai-factory', ...tags])
    .readonly()
    .refresh('30s')
    .time({ from: 'now-6h', to: 'now' })
    .timezone('browser')
    .tooltip(DashboardCursorSync.Crosshair);
  for (const row of rows) {
    if (row.title !== undefined) builder.withRow(new RowBuilder(row.title));
    for (const panel of row.panels) builder.withPanel(panelBuilder(panel));
  }
  return builder.build();
}

function panelBuilder(panel: Panel): StatBuilder | TimeseriesBuilder {
  const isNumber = panel.kind === 'number';
  const builder = isNumber ? new StatBuilder() : new TimeseriesBuilder();
  builder
    .title(panel.title)
    .unit(panel.unit)
    .datasource(DATA_SOURCE)
    .span(isNumber ? 4 : 12)
    .height(isNumber ? 4 : 8)
    .description(panel.description ?? '');
  if (panel.isSigned !== true) builder.min(0);
  const red = panel.limit === undefined ? [] : [{ value: panel.limit, color: 'red' }];
  builder.thresholds(
    new ThresholdsConfigBuilder().mode(ThresholdsMode.Absolute).steps([{ value: null, color: 'green' }, ...red]),
  );
  panel.lines.forEach(({ expr, legend }, index) => {
    const query = new DataqueryBuilder()
      .refId('ABCDEFGHIJKLMNOPQRSTUVWXYZ'[index] ?? `Q${index}`)
      .datasource(DATA_SOURCE)
      .expr(expr)
      .legendFormat(legend);
    builder.withTarget(isNumber ? query.instant() : query.range());
  });
  return builder;
}

const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => ({ expr: `m${index}`, legend: `l${index}` }));
const number = (title: string): Panel => ({ title, kind: 'number', unit: 'none', lines: lines(1) });
const chart = (title: string): Panel => ({ title, kind: 'lines', unit: 's', lines: lines(2) });

const cases: Readonly<Record<string, readonly Row[]>> = {
  'no rows': [],
  'a row without panels': [{ panels: [] }],
  'panels without a heading': [{ panels: [chart('a'), chart('b'), chart('c')] }],
  'rows that end within a line': [
    { title: 'one', panels: [number('a'), chart('b'), number('c')] },
    { title: 'two', panels: ['d', 'e', 'f', 'g', 'h', 'i', 'j'].map(number) },
    { title: 'three', panels: [chart('k')] },
  ],
  'limits, signs, descriptions and many lines': [
    {
      title: 'one',
      panels: [{ ...chart('a'), limit: 3, isSigned: true, description: 'says more', lines: lines(28) }],
    },
  ],
};

describe('a dashboard', () => {
  it.each(Object.entries(cases))('of %s is the text that the builders of Grafana give', (_, rows) => {
    const made = JSON.stringify(buildDashboard('title', 'uid', ['tag'], rows));
    expect(made).toBe(JSON.stringify(byBuilders('title', 'uid', ['tag'], rows)));
  });

  it('loads nothing of them', () => {
    const imports = importsOf(parse('lib/kubernetes/telemetry/dashboards/panel.ts'));
    expect(imports.every(({ typeOnly }) => typeOnly)).toBe(true);
  });
});
