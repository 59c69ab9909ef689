import type {
  Dashboard,
  Panel as GrafanaPanel,
  GridPos,
  RowPanel,
  ThresholdsConfig,
  ThresholdsMode,
} from '@grafana/grafana-foundation-sdk/dashboard';
import type { Dataquery } from '@grafana/grafana-foundation-sdk/prometheus';

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

/** Width of a dashboard in columns. */
const COLUMNS = 24;

/**
 * Builds a dashboard from rows of panels. It has Grafana's types, with the defaults of the builders of its SDK; loading those
 * takes longer than all else that a site needs.
 */
export function buildDashboard(title: string, uid: string, tags: readonly string[], rows: readonly Row[]): Dashboard {
  const panels = placed(rows);
  return {
    timezone: 'browser',
    editable: false,
    // One crosshair for all panels.
    graphTooltip: 1,
    fiscalYearStartMonth: 0,
    schemaVersion: 42,
    templating: {},
    annotations: {},
    title,
    uid,
    tags: ['ai-factory', ...tags],
    refresh: '30s',
    time: { from: 'now-6h', to: 'now' },
    ...(panels.length === 0 ? {} : { panels }),
  };
}

/** Panels from left to right and from top to bottom, below the heading of their row. */
function placed(rows: readonly Row[]): (GrafanaPanel | RowPanel)[] {
  const panels: (GrafanaPanel | RowPanel)[] = [];
  let [x, y, height] = [0, 0, 0];
  for (const row of rows) {
    if (row.title !== undefined) {
      y += height;
      panels.push(heading(row.title, y));
      [x, y, height] = [0, y + 1, 0];
    }
    for (const panel of row.panels) {
      const gridPos = { h: HEIGHT[panel.kind], w: WIDTH[panel.kind], x, y };
      panels.push(panel.kind === 'number' ? numberPanel(panel, gridPos) : linesPanel(panel, gridPos));
      x += gridPos.w;
      height = Math.max(height, gridPos.h);
      if (x >= COLUMNS) [x, y, height] = [0, y + height, 0];
    }
  }
  return panels;
}

const heading = (title: string, y: number): RowPanel => ({
  type: 'row',
  collapsed: false,
  id: 0,
  panels: [],
  title,
  gridPos: { x: 0, y, h: 1, w: COLUMNS },
});

const numberPanel = (panel: Panel, gridPos: GridPos): GrafanaPanel => ({
  type: 'stat',
  transparent: false,
  repeatDirection: 'h',
  options: {
    graphMode: 'area',
    colorMode: 'value',
    justifyMode: 'auto',
    textMode: 'auto',
    wideLayout: true,
    showPercentChange: false,
    reduceOptions: { calcs: [] },
    percentChangeColorMode: 'standard',
    orientation: 'auto',
  },
  title: panel.title,
  fieldConfig: { defaults: fieldDefaults(panel), overrides: [] },
  ...shownData(panel, gridPos, { instant: true, range: false }),
});

const linesPanel = (panel: Panel, gridPos: GridPos): GrafanaPanel => ({
  type: 'timeseries',
  transparent: false,
  repeatDirection: 'h',
  options: {
    legend: { displayMode: 'list', placement: 'bottom', showLegend: false, calcs: [] },
    tooltip: { mode: 'single', sort: 'asc' },
  },
  fieldConfig: { defaults: { custom: {}, ...fieldDefaults(panel) }, overrides: [] },
  title: panel.title,
  ...shownData(panel, gridPos, { range: true, instant: false }),
});

const fieldDefaults = ({ unit, isSigned, limit }: Panel) => ({
  unit,
  ...(isSigned === true ? {} : { min: 0 }),
  thresholds: thresholds(limit),
});

const shownData = (
  { description = '', lines }: Panel,
  gridPos: GridPos,
  times: Pick<Dataquery, 'instant' | 'range'>,
): Pick<GrafanaPanel, 'datasource' | 'gridPos' | 'description' | 'targets'> => ({
  datasource: DATA_SOURCE,
  gridPos,
  description,
  targets: lines.map(
    ({ expr, legend }, index): Dataquery => ({
      expr,
      // Distinguishes Grafana's types; functions are not written.
      _implementsDataqueryVariant: () => {},
      refId: LETTERS[index] ?? `Q${index}`,
      datasource: DATA_SOURCE,
      legendFormat: legend,
      ...times,
    }),
  ),
});

const thresholds = (limit: number | undefined): ThresholdsConfig => ({
  // A member of an enum, whose value would load the SDK.
  mode: 'absolute' as ThresholdsMode,
  steps: [{ value: null, color: 'green' }, ...(limit === undefined ? [] : [{ value: limit, color: 'red' }])],
});
