import { getAccount, listAccountLocales } from '@ztrust/contract/account'
import { PageHeader } from '@ztrust/ui/page-header.tsx'
import { SectionCard } from '@ztrust/ui/section-card.tsx'
import { useEndpoint } from '@ztrust/ui/use-api.tsx'
import { ofRealm } from '../../environment.ts'
import { QueryState } from '../../patterns/query-state.tsx'
import { PhotoButton } from '../../photo/photo-button.tsx'
import { displayNameOf, useOverview } from '../../shell/use-overview.ts'
import { useText } from '../../text.ts'
import { ProfileForm } from './profile-form.tsx'

export function PersonalInfoPage() {
  const text = useText()
  const account = useEndpoint(getAccount, { params: ofRealm })
  const locales = useEndpoint(listAccountLocales, { params: ofRealm })
  const overview = useOverview()
  return (
    <>
      <PageHeader
        title={text('nav.personalInfo')}
        description={text('personalInfo.description')}
        site={text('shell.name')}
        figure={
          overview.data ? (
            <PhotoButton name={displayNameOf(overview.data.account)} photoUrl={overview.data.photoUrl} size={64} />
          ) : undefined
        }
      />
      <SectionCard>
        <QueryState query={account} height={420}>
          {(data) => <ProfileForm account={data} locales={locales.data ?? []} />}
        </QueryState>
      </SectionCard>
    </>
  )
}
