import type { Reporter, TestModule } from 'vitest/node';

/** Ends the run with one line in words that any CI can read. */
export default class ClosingLine implements Reporter {
  onTestRunEnd(modules: readonly TestModule[]): void {
    const tests = modules.flatMap((module) => [...module.children.allTests()]);
    const count = (state: string) => tests.filter((test) => test.result().state === state).length;
    const failed =
      count('failed') +
      modules.filter((module) => module.state() === 'failed' && !hasFailedTest(module)).length;
    const skipped = count('skipped');
    console.log(`${count('passed')} passed, ${failed} failed${skipped > 0 ? `, ${skipped} skipped` : ''}`);
  }
}

/** A file that does not even load has no failed test, but it has failed. */
const hasFailedTest = (module: TestModule) => [...module.children.allTests('failed')].length > 0;
