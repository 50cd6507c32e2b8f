export * from './analyses';
export * from './trainings';
