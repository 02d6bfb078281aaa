import type { Nation } from './holidays.ts';

interface Change {
  year: number;
  date: string;
  name: string;
  /** The yearly holiday that it replaces; without one it is an extra day. */
  moves?: string;
  /** Only there; everywhere when absent. */
  nation?: Nation;
}

/** Bank holidays that were added or moved for one year, by royal proclamation, as listed on gov.uk/bank-holidays. */
export const proclaimed: readonly Change[] = [
  { year: 1981, date: '1981-07-29', name: 'Wedding of Charles and Diana' },
  { year: 1995, date: '1995-05-08', name: 'Early May bank holiday (VE Day)', moves: 'Early May bank holiday' },
  { year: 1999, date: '1999-12-31', name: 'Millennium bank holiday' },
  { year: 2002, date: '2002-06-04', name: 'Spring bank holiday', moves: 'Spring bank holiday' },
  { year: 2002, date: '2002-06-03', name: 'Golden Jubilee bank holiday' },
  { year: 2011, date: '2011-04-29', name: 'Royal wedding bank holiday' },
  { year: 2012, date: '2012-06-04', name: 'Spring bank holiday', moves: 'Spring bank holiday' },
  { year: 2012, date: '2012-06-05', name: 'Queen’s Diamond Jubilee' },
  { year: 2020, date: '2020-05-08', name: 'Early May bank holiday (VE Day)', moves: 'Early May bank holiday' },
  { year: 2022, date: '2022-06-02', name: 'Spring bank holiday', moves: 'Spring bank holiday' },
  { year: 2022, date: '2022-06-03', name: 'Platinum Jubilee bank holiday' },
  { year: 2022, date: '2022-09-19', name: 'Bank Holiday for the State Funeral of Queen Elizabeth II' },
  { year: 2023, date: '2023-05-08', name: 'Bank holiday for the coronation of King Charles III' },
  { year: 2026, date: '2026-06-15', name: 'World Cup bank holiday', nation: 'scotland' },
];
