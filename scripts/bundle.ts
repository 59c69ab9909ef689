import { bundleCommand } from './bundle/bundle-command';

/** Replaces the compiled command in `dist/cli` by one file, which loads in half the time. Runs after the compiler. */
void bundleCommand('dist/cli');
