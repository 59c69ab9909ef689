export { answerQuestion } from './answer';
export type { Answer, AskedFactory, GivenAnswer, MigrationStep, Question, RefusedAnswer } from './question';
