import { countClients } from '../../../model/client/client.store.ts'
import { configValue } from '../../../model/component/component.ts'
import { PolicyRefusal, type RegistrationPolicy } from '../../../spi/registration-policy.ts'

const standard = '200'

export const maxClientsPolicy: RegistrationPolicy = {
  id: 'max-clients',
  helpText:
    "When present, then it won't be allowed to register new client if count of existing clients in realm is same or bigger than configured limit",
  properties: () => [
    {
      name: 'max-clients',
      label: 'max-clients.label',
      helpText: 'max-clients.tooltip',
      type: 'String',
      defaultValue: standard,
    },
  ],
  async review({ server, realm, config }, { client, current }) {
    if (current) return client
    const limit = Number(configValue(config, 'max-clients') ?? standard)
    if ((await countClients(server.storage, realm.realm.id)) >= limit) {
      throw new PolicyRefusal(`It's allowed to have max ${limit} clients per realm`)
    }
    return client
  },
}
