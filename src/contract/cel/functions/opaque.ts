/** Types that CEL does not have: messages with one text in them, by which two of them are equal. */
import { objectType } from '@bufbuild/cel';
import { create, createFileRegistry, type DescMessage } from '@bufbuild/protobuf';
import { reflect, type ReflectMessage } from '@bufbuild/protobuf/reflect';
import {
  FieldDescriptorProto_Label,
  FieldDescriptorProto_Type,
  FileDescriptorProtoSchema,
} from '@bufbuild/protobuf/wkt';

const names = ['Quantity', 'Semver', 'URL'] as const;

const registry = createFileRegistry(
  create(FileDescriptorProtoSchema, {
    name: 'kubernetes.proto',
    package: 'kubernetes',
    syntax: 'proto3',
    messageType: names.map((name) => ({
      name,
      field: [
        {
          name: 'text',
          number: 1,
          type: FieldDescriptorProto_Type.STRING,
          label: FieldDescriptorProto_Label.OPTIONAL,
        },
      ],
    })),
  }),
  () => undefined,
);

export function opaqueType<T>(name: (typeof names)[number], text: (value: T) => string) {
  const description = registry.getMessage(`kubernetes.${name}`);
  const field = description?.fields[0];
  if (description === undefined || field === undefined) throw new Error(`no message ${name}`);
  const values = new WeakMap<object, T>();
  return {
    type: objectType<DescMessage>(description),
    of: (value: T): ReflectMessage => {
      const made = reflect(description);
      made.set(field, text(value));
      values.set(made.message, value);
      return made;
    },
    /** Expressions cannot make one of these but by a function that calls `of`. */
    valueOf: ({ message }: ReflectMessage): T => {
      const value = values.get(message);
      if (value === undefined) throw new Error(`not a ${name}`);
      return value;
    },
  };
}
