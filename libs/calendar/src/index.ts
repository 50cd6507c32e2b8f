export * from './calendar-year';
export * from './holiday-name';
export * from './load-calendar-years';
export * from './named-period';
export * from './weekday';
export * from './working-calendar';
