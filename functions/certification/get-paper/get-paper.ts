import { missing } from '../../../packages/domain/errors.ts';
import type { Answer, Caller } from '../../../packages/lambda/http.ts';
import type { BankStore } from '../../../packages/table/stores/bank-store.ts';
import { type ExamPorts, ownPaper } from '../own-exam.ts';
import { paperFacts } from '../paper-facts.ts';

interface Ports extends ExamPorts {
  banks: BankStore;
}

export const getPaper =
  (ports: Ports) =>
  async (input: { certificationId: string; paper: number }, caller: Caller): Promise<Answer> => {
    const { paper, rules } = await ownPaper(ports, input, caller);
    const bank = await ports.banks.bank(paper.position, paper.bank);
    if (!bank) throw missing('BankNotFound', 'no such version of the bank');
    return { status: 200, body: paperFacts(paper, bank, rules.theoryPass) };
  };
