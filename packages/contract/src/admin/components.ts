import * as z from 'zod'
import { endpoint, noContent } from '../endpoint.ts'
import { adminErrors } from './admin-errors.ts'
import { idText, ignoredBody, nameText, queryText, requestBody } from './admin-schemas.ts'
import { manageRealm, viewRealm } from './permissions.ts'

/** Settings of a component: each has a list of values. Key stores and certificates are long. */
const componentConfig = z.record(z.string().min(1).max(255), z.array(z.string().max(100_000)).max(1000))

/** A configured instance of a provider: a key, a user storage, a registration policy. */
export const ComponentRepresentation = z.object({
  id: idText.optional(),
  name: nameText.optional(),
  providerId: nameText.optional(),
  providerType: nameText.optional(),
  parentId: idText.optional(),
  subType: nameText.optional(),
  config: componentConfig.optional(),
})
export type ComponentRepresentation = z.output<typeof ComponentRepresentation>

/** A kind of component that can be made. */
export const ComponentTypeRepresentation = z.object({
  id: z.string(),
  helpText: z.string(),
  properties: z.array(z.unknown()),
  metadata: z.record(z.string(), z.unknown()),
})
export type ComponentTypeRepresentation = z.output<typeof ComponentTypeRepresentation>

export const listComponents = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/components',
  family: 'admin',
  tag: 'Components',
  summary: 'List the components of a realm',
  query: {
    /** The id of the realm or component they belong to. */
    parent: queryText.optional(),
    /** The extension point: `org.keycloak.keys.KeyProvider`. */
    type: queryText.optional(),
    name: queryText.optional(),
  },
  responses: { 200: z.array(ComponentRepresentation), ...adminErrors },
  permission: viewRealm,
})

export const createComponent = endpoint({
  method: 'POST',
  path: '/admin/realms/{realm}/components',
  family: 'admin',
  tag: 'Components',
  summary: 'Create a component',
  body: requestBody(ComponentRepresentation),
  responses: { 201: noContent, ...adminErrors },
  permission: manageRealm,
})

export const getComponent = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/components/{id}',
  family: 'admin',
  tag: 'Components',
  summary: 'Get a component',
  responses: { 200: ComponentRepresentation, ...adminErrors },
  permission: viewRealm,
})

export const updateComponent = endpoint({
  method: 'PUT',
  path: '/admin/realms/{realm}/components/{id}',
  family: 'admin',
  tag: 'Components',
  summary: 'Change a component',
  body: requestBody(ComponentRepresentation),
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const deleteComponent = endpoint({
  method: 'DELETE',
  path: '/admin/realms/{realm}/components/{id}',
  family: 'admin',
  tag: 'Components',
  summary: 'Delete a component and those that belong to it',
  body: ignoredBody,
  responses: { 204: noContent, ...adminErrors },
  permission: manageRealm,
})

export const listSubComponentTypes = endpoint({
  method: 'GET',
  path: '/admin/realms/{realm}/components/{id}/sub-component-types',
  family: 'admin',
  tag: 'Components',
  summary: 'List the kinds of components that a component may have',
  query: { type: queryText },
  responses: { 200: z.array(ComponentTypeRepresentation), ...adminErrors },
  permission: viewRealm,
})
