import { type IAspect, TerraformResource } from 'cdktf';
import type { IConstruct } from 'constructs';

interface Taggable extends IConstruct {
  tags: Record<string, string>;
  readonly tagsInput?: Record<string, string>;
}

const isTaggable = (node: IConstruct): node is Taggable =>
  TerraformResource.isTerraformResource(node) &&
  node.terraformResourceType.startsWith('aws_') &&
  'tagsInput' in node &&
  'tags' in node;

/**
 * Gives every AWS resource its construct path as the tag `ai-factory:id`.
 *
 * With the default tags `ai-factory:factory` and `ai-factory:site` of the provider, the tag identifies the construct of an
 * object even if the state was lost: a killed apply can leave objects that no state has.
 */
export class IdentityTags implements IAspect {
  visit(node: IConstruct): void {
    if (isTaggable(node)) node.tags = { ...node.tagsInput, 'ai-factory:id': node.node.path };
  }
}
