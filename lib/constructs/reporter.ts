import type { IConstruct } from 'constructs';
import { FactoryError } from '../errors';
import type { Finding } from '../planner/model/finding';
import { type AskedFactory, answerQuestion, type Question } from '../planner/reports/questions';
import type { FactoryInput } from '../spec/factory';
import type { ICloud } from './cloud';
import { type FactoryReport, QUESTION_CONTEXT, REPORT_CONTEXT, reportCloud, writeReport } from './record';

/** What a factory knows of itself when it reports. */
export interface Reported {
  readonly findings: readonly Finding[];
  /** @default - it could not be read */
  readonly spec?: FactoryInput;
  /** The factory with its plan. @default - it could not be planned */
  readonly planned?: AskedFactory;
  /** Clouds of the factory. @default - it could not be read */
  readonly clouds?: readonly ICloud[];
}

/** Reports of one factory to the command that runs its app; does nothing if no command asks. */
export class Reporter {
  private last?: FactoryReport;

  public constructor(
    private readonly scope: IConstruct,
    private readonly name: string,
  ) {}

  /** Whether a command needs reports. */
  public get isAsked(): boolean {
    return this.folder !== undefined;
  }

  /** Writes the report, and the answer to what was asked. */
  public report({ findings, spec, planned, clouds = [] }: Reported): void {
    const { folder } = this;
    if (folder === undefined) return;
    const question: unknown = this.scope.node.tryGetContext(QUESTION_CONTEXT);
    this.last = {
      version: 1,
      name: this.name,
      spec: spec ?? null,
      plan: planned?.plan ?? null,
      findings,
      answer: planned === undefined || !isQuestion(question) ? null : answerQuestion(planned, question),
      clouds: clouds.map(reportCloud),
    };
    writeReport(folder, this.last);
  }

  /** Adds errors to the report. */
  public addErrors(errors: readonly Finding[]): void {
    const { folder } = this;
    if (folder === undefined || errors.length === 0) return;
    const before = this.last ?? {
      version: 1,
      name: this.name,
      spec: null,
      plan: null,
      findings: [],
      answer: null,
      clouds: [],
    };
    this.last = { ...before, findings: [...errors, ...before.findings] };
    writeReport(folder, this.last);
  }

  /** Runs something and reports the findings of the error that it throws. */
  public watch<T>(run: () => T): T {
    try {
      return run();
    } catch (error) {
      if (error instanceof FactoryError) this.addErrors(error.findings);
      throw error;
    }
  }

  private get folder(): string | undefined {
    const folder: unknown = this.scope.node.tryGetContext(REPORT_CONTEXT);
    return typeof folder === 'string' ? folder : undefined;
  }
}

const kinds: readonly string[] = ['explain', 'status', 'migration', 'lost', 'step'] satisfies Question['kind'][];

const isQuestion = (value: unknown): value is Question =>
  typeof value === 'object' && value !== null && kinds.includes(String(Reflect.get(value, 'kind')));
