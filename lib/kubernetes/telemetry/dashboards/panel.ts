import {
  type Dashboard,
  DashboardBuilder,
  DashboardCursorSync,
  RowBuilder,
  ThresholdsConfigBuilder,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import { DataqueryBuilder } from '@grafana/grafana-foundation-sdk/prometheus';
import { PanelBuilder as StatBuilder } from '@grafana/grafana-foundation-sdk/stat';
import { PanelBuilder as TimeseriesBuilder } from '@grafana/grafana-foundation-sdk/timeseries';

/** One line of a panel: what is asked, and the name it is shown by. */
export interface Line {
  readonly expr: string;
  readonly legend: string;
}

/** A panel as a dashboard states it. */
export interface Panel {
  readonly title: string;
  readonly kind: 'number' | 'lines';
  /** Unit as Grafana names it, such as `watt`, `s`, `percentunit`. */
  readonly unit: string;
  readonly lines: readonly Line[];
  /** Value above which the panel turns red. @default - no such value */
  readonly limit?: number;
  /** Whether values can be negative. @default false */
  readonly isSigned?: boolean;
  readonly description?: string;
}

export interface Row {
  /** Heading of the row. @default - none */
  readonly title?: string;
  readonly panels: readonly Panel[];
}

/** The data source that kube-prometheus-stack gives its Grafana. */
const DATA_SOURCE = { type: 'prometheus', uid: 'prometheus' } as const;
const WIDTH = { number: 4, lines: 12 } as const;
const HEIGHT = { number: 4, lines: 8 } as const;
const LETTERS = 'ABCDEFGHIJKLMNOPQRSTUVWXYZ';

/** Builds a dashboard from rows of panels. */
export function buildDashboard(title: string, uid: string, tags: readonly string[], rows: readonly Row[]): Dashboard {
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
  const builder = panel.kind === 'number' ? new StatBuilder() : new TimeseriesBuilder();
  builder
    .title(panel.title)
    .unit(panel.unit)
    .datasource(DATA_SOURCE)
    .span(WIDTH[panel.kind])
    .height(HEIGHT[panel.kind])
    .description(panel.description ?? '');
  if (panel.isSigned !== true) builder.min(0);
  builder.thresholds(thresholds(panel.limit));
  panel.lines.forEach(({ expr, legend }, index) => {
    const query = new DataqueryBuilder()
      .refId(LETTERS[index] ?? `Q${index}`)
      .datasource(DATA_SOURCE)
      .expr(expr)
      .legendFormat(legend);
    builder.withTarget(panel.kind === 'number' ? query.instant() : query.range());
  });
  return builder;
}

const thresholds = (limit: number | undefined): ThresholdsConfigBuilder =>
  new ThresholdsConfigBuilder()
    .mode(ThresholdsMode.Absolute)
    .steps([{ value: null, color: 'green' }, ...(limit === undefined ? [] : [{ value: limit, color: 'red' }])]);
