import { labelledFigures, type StatisticsReport } from '#libs/projections';

export interface FigureRow {
  readonly label: string;
  readonly value: string;
  readonly definition: string;
  readonly references: readonly string[];
}

/** The figures of a year in the order they are printed. */
export const figureRows = (report: StatisticsReport): readonly FigureRow[] =>
  labelledFigures(report).map(({ label, value, figure }) => ({
    ...{ label, value, definition: figure.definition },
    references: [...new Set(figure.list.flatMap(({ references }) => references))],
  }));
