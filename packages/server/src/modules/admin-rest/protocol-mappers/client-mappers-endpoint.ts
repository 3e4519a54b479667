import {
  addClientMappers,
  createClientMapper,
  deleteClientMapper,
  getClientMapper,
  listClientMappers,
  listClientMappersOfProtocol,
  updateClientMapper,
} from '@ztrust/contract/admin/protocol-mappers'
import { requireClient } from '../find-in-realm.ts'
import { implementMappers } from './implement-mappers.ts'

export const clientMappersEndpoints = implementMappers(
  {
    list: listClientMappers,
    listOfProtocol: listClientMappersOfProtocol,
    get: getClientMapper,
    create: createClientMapper,
    addSeveral: addClientMappers,
    update: updateClientMapper,
    delete: deleteClientMapper,
  },
  async (context, id) => {
    const client = await requireClient(context, id)
    return { container: { clientId: client.id }, path: ['clients', client.id] }
  },
)
