import { AwsProvider } from '@cdktf/provider-aws/lib/provider';
import { type App, TerraformStack, Testing } from 'cdktf';
import { SynthesizedStack } from '../../../lib/testing';

/** Synthesizes one stack of an app of its own. */
export function synthesizeAlone(make: (app: App) => TerraformStack): SynthesizedStack {
  const stack = make(Testing.app());
  Testing.synth(stack, true);
  return new SynthesizedStack(stack.node.id, JSON.parse(JSON.stringify(stack.toTerraform())));
}

/** Synthesizes a plain stack with an AWS provider and what is added to it. */
export const alone = (add: (stack: TerraformStack) => void): SynthesizedStack =>
  synthesizeAlone((app) => {
    const stack = new TerraformStack(app, 'alone');
    new AwsProvider(stack, 'aws', { region: 'eu-north-1' });
    add(stack);
    return stack;
  });
