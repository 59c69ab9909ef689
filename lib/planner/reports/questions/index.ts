export { answerQuestion } from './answer';
export type { Answer, AskedFactory, MigrationStep, Question } from './question';
