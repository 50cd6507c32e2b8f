export * from './board';
export * from './screenings';
