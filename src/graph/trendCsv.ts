import { Fault } from '../domain/errors.ts';
import { type Measure, type TrendPoint, type TrendReport, trendOf } from '../domain/trends.ts';
import { readCsv } from './csvFile.ts';
import { csvHeader, wrongCell } from './csvHeader.ts';
import { type CellReader, cellReader, dayOf } from './reportCells.ts';

interface MeasureColumn {
  readonly measure: Measure;
  readonly place: number;
  readonly reader: CellReader;
}

/** Reads a report of counts: a point for every day and measure that has a number. Throws `invalid-report`, naming line and column. */
export async function readTrendCsv(source: AsyncIterable<Uint8Array>, report: TrendReport, label: string): Promise<readonly TrendPoint[]> {
  const trend = trendOf(report);
  const points: TrendPoint[] = [];
  let dayPlace = 0;
  let columns: readonly MeasureColumn[] = [];
  await readCsv(source, label, {
    header(cells) {
      const header = csvHeader(cells, label, report);
      dayPlace = header.require(trend.dayColumn);
      columns = trend.measures.flatMap((measure) => {
        const place = header.find(measure.column);
        // Only dates depend on the range, and there is none among the measures.
        return place === undefined ? [] : [{ measure, place, reader: cellReader(measure.kind, { kind: 'period', days: trend.days }) }];
      });
      if (columns.length === 0)
        throw new Fault(
          'invalid-report',
          `${label}, line 1: expected at least one of the columns ${trend.measures.map(({ column }) => JSON.stringify(column)).join(', ')}, got none; is this the report ${report}?`,
        );
    },
    line(cells, number) {
      const text = cells[dayPlace] ?? '';
      const day = dayOf(text);
      if (day === undefined) throw wrongCell(label, number, trend.dayColumn, 'a day like 2026-03-09', text);
      for (const { measure, place, reader } of columns) {
        const cell = cells[place] ?? '';
        const count = reader.read(cell, day);
        if (count === undefined) throw wrongCell(label, number, measure.column, reader.expected, cell);
        if (count !== null) points.push({ report, measure: measure.id, day, count });
      }
      return undefined;
    },
  });
  return points;
}
