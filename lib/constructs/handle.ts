import { Fn, type ITerraformDependable, Lazy, Token } from 'cdktf';
import type { FactoryCore } from './factory-core';

/**
 * What a factory makes of a part of its plan, before it is made. Attributes are tokens: they can be used from the start, in
 * stacks of the factory and in others, and build the factory when they are resolved.
 */
export class Handle<T> {
  private made?: T;

  public constructor(
    private readonly core: FactoryCore,
    /** What errors call it, such as `the network of site stockholm`. */
    private readonly name: string,
  ) {}

  /** Sets what was made; called once, while the factory is filled. */
  public fulfil(made: T): void {
    this.made = made;
  }

  /**
   * Returns what was made; builds the factory.
   *
   * @throws Error if the plan has no such part
   */
  public get(): T {
    if (this.core.isDeciding) {
      throw new Error(`${this.name} is made from the plan of its factory; it cannot be a prop of the same factory`);
    }
    this.core.close(`reading ${this.name}`);
    this.core.build();
    if (this.made === undefined) throw new Error(`${this.name} is not made: the plan has none`);
    return this.made;
  }

  /** Returns an attribute as a token. One that turns out undefined leaves its argument out. */
  public string(attribute: (made: T) => string | undefined): string {
    return Lazy.stringValue({ produce: this.once(attribute) });
  }

  /** Returns a list attribute as a token. It can be passed on and to functions of Terraform, and not be looped over. */
  public list(attribute: (made: T) => readonly string[]): string[] {
    // As a function of Terraform: a lazy array would be an array inside the arguments of another function.
    return Token.asList(Lazy.anyValue({ produce: this.once((made) => Fn.tolist([...attribute(made)])) }));
  }

  /** Returns something for `dependsOn`, in the stack that the thing itself is in. */
  public dependable(of: (made: T) => ITerraformDependable | undefined): ITerraformDependable {
    return {
      fqn: this.string((made) => {
        const found = of(made);
        if (found === undefined) throw new Error(`${this.name} has nothing to wait for`);
        return found.fqn;
      }),
    };
  }

  /**
   * Reads an attribute once: cdktf keeps the reference to another stack, which it makes while stacks are prepared, in the
   * token itself, so a second token of the same attribute would be rendered as if it were of the own stack.
   */
  private once<A>(attribute: (made: T) => A): () => A {
    let read: { readonly value: A } | undefined;
    return () => {
      read ??= { value: attribute(this.get()) };
      return read.value;
    };
  }
}
