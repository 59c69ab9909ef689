import { describe, expect, it } from 'vitest';
import { defaultCatalog } from '../../../lib/catalog/catalog';
import type { Finding } from '../../../lib/planner/model/finding';
import type { FactoryInput } from '../../../lib/spec/factory';
import { chat, hall, plan, region } from '../factories';

const found = (changes: Partial<FactoryInput>): Finding[] =>
  plan(changes).findings.filter(({ code }) => code === 'gated-weights' || code === 'weights-access-unknown');

const withoutToken = (changes: Parameters<typeof chat>[0] = {}) => ({
  workloads: { chat: chat({ weights: {}, ...changes }) },
});

describe('weights that are given on request only', () => {
  it('are an error without a token, with the page and the key in the message', () => {
    expect(found(withoutToken())).toEqual([
      {
        code: 'gated-weights',
        severity: 'error',
        path: 'workloads.chat.model',
        message:
          'the weights of meta-llama/Llama-3.3-70B-Instruct are given on request only, and no token is stated; ask for access at https://huggingface.co/meta-llama/Llama-3.3-70B-Instruct and set workloads.chat.weights.tokenSecret to the name of the secret that holds your token, or use a model that anybody may download',
      },
    ]);
  });

  it('are taken with a token, from a bucket, and from a repository of which nothing is known', () => {
    expect(found({ workloads: { chat: chat({ weights: { tokenSecret: 'hub' } }) } })).toEqual([]);
    expect(found(withoutToken({ weights: { source: 's3://weights/llama' } }))).toEqual([]);
    expect(found(withoutToken({ weights: { source: 'hf://example/copy-of-llama' } }))).toEqual([]);
  });

  it('are found where another model takes its weights from a gated repository', () => {
    const source = 'hf://meta-llama/Llama-3.1-8B-Instruct';
    const [finding] = found(withoutToken({ model: 'qwen3-8b', weights: { source } }));
    expect(finding).toMatchObject({ severity: 'error', path: 'workloads.chat.weights.source' });
  });

  it('are a note if it is not known whether the hub asks', () => {
    const [finding] = found(withoutToken({ model: 'mixtral-8x7b' }));
    expect(finding).toMatchObject({ code: 'weights-access-unknown', severity: 'note' });
  });

  it('are found at the target of a move before it begins', () => {
    const findings = found({
      sites: { east: region(), hall: hall({ addressRange: '10.96.0.0/16' }) },
      ...withoutToken({ model: 'qwen3-8b' }),
      traffic: { domain: 'llm.example.com', zoneId: 'Z0123456789EXAMPLE' },
      migrations: {
        move: { workloads: ['chat'], from: { site: 'east' }, to: { site: 'hall', model: 'llama-3.1-8b' } },
      },
    });
    expect(findings).toMatchObject([{ severity: 'error', path: 'migrations.move.to.model' }]);
  });

  it('are marked by every row of the catalogue whose publisher asks for an account', () => {
    const open = defaultCatalog.models.filter(({ gated }) => gated === false).map(({ repository }) => repository);
    expect(open.filter((repository) => /^(meta-llama|google)\//.test(repository))).toEqual([]);
    expect(open).toEqual(expect.arrayContaining(['Qwen/Qwen3-8B', 'openai/gpt-oss-120b', 'deepseek-ai/DeepSeek-R1']));
  });
});
